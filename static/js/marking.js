// Marking by keys: numbers tick the rubric or write points, Enter saves, arrows go back and on.
// Everything here is a shortcut: the forms work without it.
(() => {
  const field = (form, name) => form.elements[name];
  const sum = (form) => {
    const out = form.querySelector('[data-tick-sum]');
    if (!out) return;
    let total = 0, any = false;
    form.querySelectorAll('[data-rubric] input:checked').forEach((box) => { total += Number(box.dataset.points) || 0; any = true; });
    const most = Number(field(form, 'points')?.dataset.most) || total;
    out.textContent = any ? out.dataset.words.replace('{sum}', String(Math.round(Math.min(total, most) * 100) / 100)) : '';
  };
  document.querySelectorAll('form[data-marking]').forEach((form) => {
    form.addEventListener('change', () => sum(form));
    sum(form);
    const lines = form.querySelectorAll('[data-rubric] input');
    if (form.dataset.marking) lines.forEach((box, at) => {
      if (at > 8) return;
      const key = document.createElement('kbd'); key.textContent = String(at + 1); key.setAttribute('aria-hidden', 'true');
      box.closest('label').prepend(key);
    });
  });
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-snippet]');
    const area = button && document.getElementById(button.dataset.snippet);
    if (!area) return;
    const gap = area.value && !area.value.endsWith('\n') ? '\n' : '';
    area.value = (area.value + gap + button.dataset.text).slice(0, area.maxLength > 0 ? area.maxLength : undefined);
    area.dispatchEvent(new Event('input', { bubbles: true })); area.focus();
  });
  const run = document.querySelector('form[data-marking=run], form[data-marking=group]');
  const typing = (node) => node.closest('textarea, select, [contenteditable]') || node.matches('input:not([type=checkbox]):not([type=radio])');
  document.addEventListener('keydown', (event) => {
    if (event.altKey || event.defaultPrevented || document.querySelector('dialog[open]')) return;
    const node = event.target;
    if (event.key === 'Enter' && run) {
      const inArea = node.closest('textarea');
      if ((inArea && !event.ctrlKey && !event.metaKey) || (!inArea && node.closest('a, button, summary'))) return;
      event.preventDefault(); run.requestSubmit(run.querySelector('button.btn-primary'));
      return;
    }
    if (event.ctrlKey || event.metaKey || typing(node)) return;
    if (event.key === 'ArrowLeft' || event.key === 'ArrowRight') {
      if (node.matches('input[type=radio]')) return;
      document.querySelector(`[data-key=${event.key === 'ArrowLeft' ? 'prev' : 'next'}]`)?.click();
    } else if (run && /^[0-9]$/.test(event.key)) {
      const lines = run.querySelectorAll('[data-rubric] input');
      const points = field(run, 'points');
      if (lines.length && event.key !== '0') {
        const box = lines[Number(event.key) - 1];
        if (box) { box.type === 'radio' ? (box.checked = true) : (box.checked = !box.checked); box.focus(); sum(run); }
      } else if (points) { points.value = event.key; points.focus(); points.select(); }
      event.preventDefault();
    }
  });
})();
