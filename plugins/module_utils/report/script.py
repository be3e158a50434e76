# Copyright (c) 2026 mlops.azureml contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The script of the report's page. It fills, filters and sorts tables, and asks nothing of anybody.

It is Python so that it comes along where a module is sent to another host.
"""

from __future__ import annotations

# Cells are filled by textContent: whatever a resource is called, it is text. A cell is a text, a number, or a [text,
# tone] pair.
SCRIPT = """
'use strict';
const data = JSON.parse(document.getElementById('data').textContent);
const order = new Intl.Collator(undefined, {numeric: true});
const textOf = (cell) => Array.isArray(cell) ? cell[0] : cell;

function cellOf(value, title) {
  const cell = document.createElement('td');
  cell.dataset.title = title;
  if (Array.isArray(value) && value[0]) {
    const chip = document.createElement('span');
    chip.className = 'chip ' + value[1];
    chip.textContent = value[0];
    cell.append(chip);
  } else {
    const text = document.createElement('span');
    text.textContent = textOf(value) ?? '';
    cell.append(text);
  }
  if (typeof value === 'number') cell.className = 'number';
  // What has no place to break may break anywhere.
  if (String(textOf(value)).length > 36) cell.classList.add('long');
  if (textOf(value) === '' || textOf(value) === null) cell.classList.add('nothing');
  return cell;
}

for (const table of document.querySelectorAll('table[data-rows]')) {
  const heads = [...table.tHead.rows[0].cells];
  const titles = heads.map((head) => head.textContent.trim());
  const rows = data[table.dataset.rows].map((values) => {
    const row = document.createElement('tr');
    row.append(...values.map((value, place) => cellOf(value, titles[place])));
    return {values, row, text: values.map(textOf).join(' ').toLowerCase()};
  });
  const body = table.tBodies[0];
  body.append(...rows.map((one) => one.row));

  const count = document.getElementById(table.id + '-count');
  const show = (wanted) => {
    const words = wanted.toLowerCase().split(/\\s+/).filter(Boolean);
    let left = 0;
    for (const one of rows) {
      one.row.hidden = !words.every((word) => one.text.includes(word));
      left += one.row.hidden ? 0 : 1;
    }
    const all = rows.length.toLocaleString('en');
    const unit = rows.length === 1 ? ' row' : ' rows';
    count.textContent = words.length ? left.toLocaleString('en') + ' of ' + all : all + unit;
  };
  const box = document.getElementById(table.id + '-filter');
  box.addEventListener('input', () => show(box.value));
  show(box.value);

  heads.forEach((head, place) => head.querySelector('button').addEventListener('click', () => {
    const down = head.getAttribute('aria-sort') === 'ascending';
    heads.forEach((other) => other.removeAttribute('aria-sort'));
    head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
    rows.sort((one, other) => {
      const [left, right] = [textOf(one.values[place]) ?? '', textOf(other.values[place]) ?? ''];
      const by = typeof left === 'number' && typeof right === 'number' ? left - right : order.compare(left, right);
      return down ? -by : by;
    });
    body.append(...rows.map((one) => one.row));
  }));
}
"""
