# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""AutoML jobs (mapping 12): what they have in common, and what each task has beside it.

The words of the enumerations are the service's; the CLI spells them in snake case.
"""

from __future__ import annotations

from dataclasses import replace

from ..words import (
    COMPUTE,
    FLAG,
    FREE,
    FREE_MAP,
    MINUTES,
    NUMBER,
    TEXT,
    TEXTS,
    WHOLE,
    Form,
    Key,
    camel,
    fields,
    list_of,
    spelled,
    words,
)
from . import run
from .job import COMMON as JOB_COMMON
from .members import TEXT_LIST
from .run import JOB

CLASSIFIED = "AUCWeighted Accuracy NormMacroRecall AveragePrecisionScoreWeighted PrecisionScoreWeighted"
REGRESSED = "SpearmanCorrelation NormalizedRootMeanSquaredError R2Score NormalizedMeanAbsoluteError"
CLASSIFIERS = """
    LogisticRegression SGD MultinomialNaiveBayes BernoulliNaiveBayes SVM LinearSVM KNN DecisionTree RandomForest
    ExtremeRandomTrees LightGBM GradientBoosting XGBoostClassifier
"""
REGRESSORS = "ElasticNet GradientBoosting DecisionTree KNN LassoLars SGD RandomForest ExtremeRandomTrees LightGBM"
FORECASTERS = """
    AutoArima Prophet Naive SeasonalNaive Average SeasonalAverage ExponentialSmoothing Arimax TCNForecaster
"""
TRANSFORMERS = """
    TextTargetEncoder OneHotEncoder CatTargetEncoder TfIdf WoETargetEncoder LabelEncoder WordEmbedding NaiveBayes
    CountVectorizer HashOneHotEncoder
"""
META_LEARNERS = """
    None LogisticRegression LogisticRegressionCV LightGBMClassifier ElasticNet ElasticNetCV LightGBMRegressor
    LinearRegression
"""
DATA = Form("table_data")
AUTO = Form("auto_or_number")

COMMON = (
    *JOB_COMMON,
    Key("compute", COMPUTE, "compute_id"),
    Key("environment_id", TEXT),
    Key("environment_variables", TEXTS),
    Key("outputs", run.outputs(JOB)),
    Key("resources", run.JOB_RESOURCES),
    Key("identity", run.identity(JOB)),
    Key("queue_settings", run.queue_settings(JOB)),
    Key("training_data", DATA, "task_details.trainingData", required=True),
    Key("validation_data", DATA, "task_details.validationData"),
    Key(
        "log_verbosity",
        spelled("NotSet Debug Info Warning Error Critical"),
        "task_details.logVerbosity",
        default="Info",
    ),
)
TARGET = Key("target_column_name", TEXT, "task_details.targetColumnName", required=True)
MOST_NODES = Key("max_nodes", WHOLE, "maxNodes", version="2024-01-01-preview")
TRIALS = (
    Key("max_trials", WHOLE, "maxTrials"),
    Key("max_concurrent_trials", WHOLE, "maxConcurrentTrials"),
    Key("timeout_minutes", MINUTES, "timeout"),
)
TABLE_LIMITS = fields(
    *TRIALS,
    MOST_NODES,
    Key("trial_timeout_minutes", MINUTES, "trialTimeout"),
    Key("max_cores_per_trial", WHOLE, "maxCoresPerTrial"),
    Key("exit_score", NUMBER, "exitScore"),
    Key("enable_early_termination", FLAG, "enableEarlyTermination"),
)
FEATURIZATION = fields(
    Key("mode", words(("auto", "Auto"), ("off", "Off"), ("custom", "Custom")), default="Auto"),
    Key("blocked_transformers", list_of(spelled(TRANSFORMERS)), "blockedTransformers"),
    Key("column_name_and_types", TEXTS, "columnNameAndTypes"),
    Key("transformer_params", Form("transformers"), "transformerParams"),
    Key("dataset_language", TEXT, "datasetLanguage"),
    Key("enable_dnn_featurization", FLAG, "enableDnnFeaturization"),
)


def training(algorithms: str) -> Form:
    """How the models of a table are trained, from which algorithms."""
    some = list_of(spelled(algorithms))
    stack = fields(
        Key("stack_meta_learner_type", spelled(META_LEARNERS), "stackMetaLearnerType"),
        Key("stack_meta_learner_kwargs", FREE_MAP, "stackMetaLearnerKWargs"),
        Key("stack_meta_learner_train_percentage", NUMBER, "stackMetaLearnerTrainPercentage"),
    )
    return fields(
        *(
            Key(key, FLAG, camel(key))
            for key in (
                "enable_dnn_training",
                "enable_model_explainability",
                "enable_onnx_compatible_models",
                "enable_stack_ensemble",
                "enable_vote_ensemble",
            )
        ),
        Key("ensemble_model_download_timeout_minutes", MINUTES, "ensembleModelDownloadTimeout"),
        Key("stack_ensemble_settings", stack, "stackEnsembleSettings"),
        Key("allowed_training_algorithms", some, "allowedTrainingAlgorithms"),
        Key("blocked_training_algorithms", some, "blockedTrainingAlgorithms"),
        Key("training_mode", spelled("Auto Distributed NonDistributed"), "trainingMode", version="2024-01-01-preview"),
    )


def table(metrics: str, metric: str, algorithms: str, *more: Key) -> tuple[Key, ...]:
    """The keys of a task on a table."""
    return (
        *COMMON,
        TARGET,
        Key("primary_metric", spelled(metrics), "task_details.primaryMetric", default=metric),
        Key("test_data", DATA, "task_details.testData"),
        Key("test_data_size", NUMBER, "task_details.testDataSize"),
        Key("validation_data_size", NUMBER, "task_details.validationDataSize"),
        Key("cv_split_column_names", TEXT_LIST, "task_details.cvSplitColumnNames"),
        Key("n_cross_validations", AUTO, "task_details.nCrossValidations"),
        Key("weight_column_name", TEXT, "task_details.weightColumnName"),
        Key("featurization", FEATURIZATION, "task_details.featurizationSettings"),
        Key("limits", TABLE_LIMITS, "task_details.limitSettings"),
        Key("training", training(algorithms), "task_details.trainingSettings"),
        *more,
    )


NAMES = Form("one_or_more", of=TEXT)
FORECASTING = fields(
    Key("time_column_name", TEXT, "timeColumnName"),
    Key("forecast_horizon", AUTO, "forecastHorizon"),
    Key("seasonality", AUTO),
    Key("target_lags", Form("lags"), "targetLags"),
    Key("target_rolling_window_size", AUTO, "targetRollingWindowSize"),
    Key("time_series_id_column_names", NAMES, "timeSeriesIdColumnNames"),
    Key("frequency", TEXT),
    Key("country_or_region_for_holidays", TEXT, "countryOrRegionForHolidays"),
    Key("cv_step_size", WHOLE, "cvStepSize"),
    Key("feature_lags", words(("none", "None"), ("auto", "Auto")), "featureLags"),
    Key("features_unknown_at_forecast_time", NAMES, "featuresUnknownAtForecastTime", version="2024-01-01-preview"),
    Key("short_series_handling_config", spelled("None Auto Pad Drop"), "shortSeriesHandlingConfig"),
    Key("target_aggregate_function", spelled("None Sum Max Min Mean"), "targetAggregateFunction"),
    Key("use_stl", words(("none", "None"), ("season", "Season"), ("seasontrend", "SeasonTrend")), "useStl"),
)
UNSENT = replace(TARGET, required=False, unused="is not sent for this task")
SWEEP = Key(
    "sweep",
    fields(
        Key("sampling_algorithm", spelled("Random Grid Bayesian"), "samplingAlgorithm", required=True),
        Key("early_termination", run.early_termination(JOB), "earlyTermination"),
    ),
    "task_details.sweepSettings",
)
IMAGE_KEYS = """
    advanced_settings ams_gradient beta1 beta2 checkpoint_frequency checkpoint_run_id distributed early_stopping
    early_stopping_delay early_stopping_patience enable_onnx_normalization evaluation_frequency
    gradient_accumulation_step layers_to_freeze learning_rate learning_rate_scheduler model_name momentum nesterov
    number_of_epochs number_of_workers optimizer random_seed step_lr_gamma step_lr_step_size training_batch_size
    validation_batch_size warmup_cosine_lr_cycles warmup_cosine_lr_warmup_epochs weight_decay
"""
CLASSIFICATION_KEYS = "training_crop_size validation_crop_size validation_resize_size weighted_loss"
DETECTION_KEYS = """
    box_detections_per_image box_score_threshold image_size log_training_metrics log_validation_loss max_size min_size
    model_size multi_scale nms_iou_threshold tile_grid_size tile_overlap_ratio tile_predictions_nms_threshold
    validation_iou_threshold validation_metric_type
"""
IMAGE_WORDS = {
    "learning_rate_scheduler": spelled("None WarmupCosine Step"),
    "optimizer": words(("none", "None"), ("sgd", "Sgd"), ("adam", "Adam"), ("adamw", "Adamw")),
    "model_size": spelled("None Small Medium Large ExtraLarge"),
    "validation_metric_type": spelled("None Coco Voc CocoVoc"),
    "log_training_metrics": spelled("Enable Disable"),
    "log_validation_loss": spelled("Enable Disable"),
}
TEXT_KEYS = """
    gradient_accumulation_steps learning_rate learning_rate_scheduler model_name number_of_epochs training_batch_size
    validation_batch_size warmup_ratio weight_decay
"""
SCHEDULERS = spelled("None Linear Cosine CosineWithRestarts Polynomial Constant ConstantWithWarmup")


def image(metrics: str, metric: str, keys: str) -> tuple[Key, ...]:
    """The keys of a task on images."""
    names = (IMAGE_KEYS + keys).split()
    parameters = fields(*(Key(key, IMAGE_WORDS.get(key, FREE), camel(key)) for key in names))
    space = fields(*(Key(key, Form("sweepable"), camel(key)) for key in names))
    return (
        *COMMON,
        TARGET,
        Key("primary_metric", spelled(metrics), "task_details.primaryMetric", default=metric),
        Key("validation_data_size", NUMBER, "task_details.validationDataSize"),
        Key("test_data", FREE_MAP, unused="is not sent for images"),
        Key("test_data_size", NUMBER, unused="is not sent for images"),
        Key("limits", fields(*TRIALS), "task_details.limitSettings"),
        SWEEP,
        Key("training_parameters", parameters, "task_details.modelSettings"),
        Key("search_space", list_of(space), "task_details.searchSpace"),
    )


def language(metrics: str, metric: str = "", target: Key = TARGET) -> tuple[Key, ...]:
    """The keys of a task on texts. ``metric`` empty: the client leaves it to the service."""
    names = TEXT_KEYS.split()
    own = {"learning_rate_scheduler": SCHEDULERS}
    parameters = fields(*(Key(key, own.get(key, FREE), camel(key)) for key in names))
    space = fields(*(Key(key, Form("sweepable"), camel(key)) for key in names))
    sent = Key("primary_metric", spelled(metrics), "task_details.primaryMetric", default=metric)
    unsent = Key("primary_metric", spelled(metrics), unused="is not sent for this task")
    trials = (replace(TRIALS[0], default=1), *TRIALS[1:])
    limits = fields(*trials, MOST_NODES, Key("trial_timeout_minutes", MINUTES, "trialTimeout"))
    return (
        *COMMON,
        target,
        sent if metric else unsent,
        Key(
            "featurization",
            fields(Key("dataset_language", TEXT, "datasetLanguage")),
            "task_details.featurizationSettings",
        ),
        Key("limits", limits, "task_details.limitSettings", default={"maxTrials": 1}),
        SWEEP,
        Key("training_parameters", parameters, "task_details.fixedParameters", version="2024-01-01-preview"),
        Key("search_space", list_of(space), "task_details.searchSpace", version="2024-01-01-preview"),
    )


TASKS: tuple[tuple[str, str, Form], ...] = tuple(
    (word, service, fields(*keys, finish="automl_finish"))
    for word, service, keys in (
        (
            "classification",
            "Classification",
            table(CLASSIFIED, "AUCWeighted", CLASSIFIERS, Key("positive_label", TEXT, "task_details.positiveLabel")),
        ),
        (
            "regression",
            "Regression",
            table(REGRESSED, "NormalizedRootMeanSquaredError", REGRESSORS + " XGBoostRegressor"),
        ),
        (
            "forecasting",
            "Forecasting",
            table(
                REGRESSED,
                "NormalizedRootMeanSquaredError",
                FORECASTERS + REGRESSORS + " XGBoostRegressor",
                Key("forecasting", FORECASTING, "task_details.forecastingSettings"),
            ),
        ),
        ("image_classification", "ImageClassification", image(CLASSIFIED, "Accuracy", CLASSIFICATION_KEYS)),
        (
            "image_classification_multilabel",
            "ImageClassificationMultilabel",
            image(CLASSIFIED + " IOU", "IOU", CLASSIFICATION_KEYS),
        ),
        (
            "image_object_detection",
            "ImageObjectDetection",
            image("MeanAveragePrecision", "MeanAveragePrecision", DETECTION_KEYS),
        ),
        (
            "image_instance_segmentation",
            "ImageInstanceSegmentation",
            image("MeanAveragePrecision", "MeanAveragePrecision", DETECTION_KEYS),
        ),
        ("text_classification", "TextClassification", language(CLASSIFIED, "Accuracy")),
        ("text_classification_multilabel", "TextClassificationMultilabel", language("Accuracy")),
        (
            "text_ner",
            "TextNER",
            language("Accuracy", target=UNSENT),
        ),
    )
)
AUTOML = Form(
    "union",
    by="task",
    place="task_details.taskType",
    words=tuple((word, service) for word, service, _form in TASKS),
    variants=tuple((word, form) for word, _service, form in TASKS),
)
