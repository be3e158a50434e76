# What it does is of no interest here.
