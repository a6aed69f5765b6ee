// Tables are sorted by a click on a heading: ascending, descending, original order.
each('table.data', table => {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const value = (row, column) => row.cells[column].title || row.cells[column].textContent.trim();
  const number = text => parseFloat(text.replace(/[, %]/g, '').replace('−', '-'));
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const isNumeric = head.classList.contains('right');
    const compare = (a, b) => isNumeric ? (number(value(a, column)) || 0) - (number(value(b, column)) || 0)
      : value(a, column).localeCompare(value(b, column), undefined, { numeric: true });
    // Missing values come last, in either sort direction.
    const isMissing = row => value(row, column) === '–';
    const sort = () => {
      const next = { '': 'ascending', ascending: 'descending', descending: '' }[head.getAttribute('aria-sort') || ''];
      for (const other of heads) other.removeAttribute('aria-sort');
      if (next) head.setAttribute('aria-sort', next);
      const sign = next === 'descending' ? -1 : 1;
      body.append(...(next ? [...rows].sort((a, b) => isMissing(a) - isMissing(b) || sign * compare(a, b)) : rows));
    };
    const label = head.textContent;
    head.textContent = '';
    head.append(button(label, sort));
  });
  // With all digits, in the order on the page.
  const quoted = text => /[",\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
  const save = () => {
    const lines = [...table.rows].map(row => [...row.cells].map((cell, column) => quoted(value(row, column))).join(','));
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([lines.join('\n') + '\n'], { type: 'text/csv' }));
    link.download = (table.closest('.cell')?.id || 'table') + '.csv';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  };
  table.parentElement.after(button('Save CSV', save, 'save'));
});
