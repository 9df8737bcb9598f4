// Rows that a form has as many of as somebody needs. Without script the button sends the form and
// brings it back with empty rows; here it copies the last row.
(() => {
  document.addEventListener('click', (e) => {
    const button = e.target.closest('[data-rows-add]');
    if (!button) return;
    const rows = [...document.querySelectorAll(`[data-rows="${button.dataset.rowsAdd}"] > [data-row]`)];
    const most = Number(button.dataset.most);
    e.preventDefault();
    if (!rows.length || rows.length >= most) return;
    const last = rows[rows.length - 1];
    const copy = last.cloneNode(true);
    const renumbered = (text) => text.replace(/-\d+/, `-${rows.length}`);
    copy.querySelectorAll('*').forEach((part) => {
      for (const name of ['id', 'name', 'for', 'aria-describedby']) if (part.hasAttribute(name)) part.setAttribute(name, renumbered(part.getAttribute(name)));
      if (part.matches('input[type=checkbox]')) part.checked = false;
      else if (part.matches('input, textarea')) part.value = '';
      part.classList.remove('has-error', 'is-invalid');
    });
    copy.querySelectorAll('[data-row-number]').forEach((part) => { part.textContent = rows.length + 1; });
    copy.querySelectorAll('.fieldx-error, [data-row-kept]').forEach((part) => part.remove());
    last.after(copy);
    copy.querySelector('input:not([type=hidden]), textarea')?.focus();
    if (rows.length + 1 >= most) button.hidden = true;
  });

  // A fact that is known goes into the model answer.
  document.addEventListener('click', (e) => {
    const button = e.target.closest('[data-insert-into]');
    const target = button && document.getElementById(button.dataset.insertInto);
    if (!target) return;
    target.value = [target.value.trimEnd(), button.dataset.insert].filter(Boolean).join('\n');
    target.focus();
  });
})();
