// Tables are sorted by a click on a heading: up, down, as they were.
each('table.data', table => {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const value = (row, column) => row.cells[column].textContent.trim();
  const number = text => parseFloat(text.replace(/[, %]/g, '').replace('−', '-'));
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const isNumeric = head.classList.contains('right');
    const compare = (a, b) => isNumeric ? (number(value(a, column)) || 0) - (number(value(b, column)) || 0)
      : value(a, column).localeCompare(value(b, column), undefined, { numeric: true });
    const sort = () => {
      const next = { '': 'ascending', ascending: 'descending', descending: '' }[head.getAttribute('aria-sort') || ''];
      for (const other of heads) other.removeAttribute('aria-sort');
      if (next) head.setAttribute('aria-sort', next);
      const sign = next === 'descending' ? -1 : 1;
      body.append(...(next ? [...rows].sort((a, b) => sign * compare(a, b)) : rows));
    };
    const label = head.textContent;
    head.textContent = '';
    head.append(button(label, sort));
  });
});
