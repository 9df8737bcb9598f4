// What changes by itself: relative times, minutes waited, regions that reload.
(() => {
  const lang = document.documentElement.lang;
  const relative = new Intl.RelativeTimeFormat(lang, { numeric: 'auto' });
  const UNITS = [['year', 31536000], ['month', 2592000], ['week', 604800], ['day', 86400], ['hour', 3600], ['minute', 60]];
  // The page carries the server's words; they are only renewed, by how much time went by here.
  const opened = Date.now();
  const tick = () => {
    if (Date.now() - opened < 55000) return;
    document.querySelectorAll('time[data-ago]').forEach((node) => {
      const seconds = (Date.parse(node.dateTime) - Date.now()) / 1000;
      const [unit, size] = UNITS.find(([, s]) => Math.abs(seconds) >= s) || ['minute', 60];
      node.textContent = relative.format(Math.round(seconds / size), unit);
    });
    document.querySelectorAll('time[data-waited]').forEach((node) => {
      const minutes = Math.max(0, Math.floor((Date.now() - Date.parse(node.dateTime)) / 60000));
      if (minutes < 60) node.textContent = node.textContent.replace(/^\d+/, minutes);
    });
  };
  setInterval(tick, 15000);

  // <div data-poll="20" data-poll-url="/…">: renewed while visible, never under somebody's hands. With an
  // ETag (data-poll-tag) the server answers 304 while nothing has changed, so it may ask every second or two.
  const hands = (node) => {
    const at = document.activeElement;
    return (node.contains(at) && at.matches('input, select, textarea')) || node.querySelector(':popover-open, dialog[open]') || node.matches(':active');
  };
  const watch = (node) => {
    if (node.dataset.polling) return;
    node.dataset.polling = '1';
    let misses = 0, timer, tag = node.dataset.pollTag || '';
    const lost = (is) => document.querySelectorAll(`[data-poll-lost="${node.id}"]`).forEach((box) => { box.hidden = !is; });
    const report = (is) => { lost(is); node.dispatchEvent(new CustomEvent('poll:lost', { detail: is })); };
    const look = async () => {
      clearTimeout(timer);
      if (!node.isConnected) return;
      if (!document.hidden && !hands(node) && !node.dataset.pollHeld) {
        try {
          const headers = { 'HX-Request': 'true', ...(tag && { 'If-None-Match': tag }) };
          const answer = await fetch(node.dataset.pollUrl, { headers, credentials: 'same-origin', cache: 'no-store' });
          if (answer.status === 401 || answer.redirected || answer.headers.has('HX-Refresh')) { if (!node.dataset.pollStay) location.reload(); return; }
          if (answer.status !== 304) {
            if (!answer.ok) throw new Error(String(answer.status));
            const html = await answer.text();
            if (!hands(node) && !node.dataset.pollHeld) {
              htmx.swap({ target: node, text: html, swap: 'innerMorph' });
              tag = answer.headers.get('ETag') || '';
            }
          }
          misses = 0; report(false);
        } catch { misses += 1; if (misses > 1) report(true); }
      }
      clearTimeout(timer);
      timer = setTimeout(look, Math.min(Number(node.dataset.poll) * 2 ** misses, Math.max(15, Number(node.dataset.poll))) * 1000);
    };
    timer = setTimeout(look, Number(node.dataset.poll) * 1000);
    addEventListener('online', look);
    document.addEventListener('visibilitychange', look);
    node.addEventListener('poll:now', look);
  };
  document.querySelectorAll('[data-poll]').forEach(watch);
  document.addEventListener('htmx:after:swap', () => document.querySelectorAll('[data-poll]').forEach(watch));

  // A box that narrows a list on the page: <input data-find-in="#list">; rows carry data-find.
  document.addEventListener('input', (e) => {
    const target = e.target.dataset?.findIn; if (!target) return;
    const wanted = e.target.value.trim().toLowerCase().split(/\s+/);
    document.querySelectorAll(`${target} [data-find]`).forEach((row) => { row.hidden = !wanted.every((part) => row.dataset.find.includes(part)); });
  });
  document.addEventListener('htmx:after:swap', () => document.querySelectorAll('[data-find-in]').forEach((box) => { if (box.value) box.dispatchEvent(new Event('input', { bubbles: true })); }));
})();
