// Announcements, toasts with Undo, failed requests. `App` is what other scripts may use.
const App = (() => {
  const region = () => document.getElementById('toasts');
  const csrf = () => document.querySelector('meta[name=csrf]')?.content || '';
  const say = (text) => {
    const node = document.getElementById('say');
    if (!node) return;
    node.textContent = '';
    setTimeout(() => { node.textContent = text; }, 30);
  };
  const svg = (name) => {
    const sprite = document.querySelector('use')?.getAttribute('href').split('#')[0];
    const node = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    node.setAttribute('class', 'icon'); node.setAttribute('aria-hidden', 'true');
    const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
    use.setAttribute('href', `${sprite}#${name}`); node.append(use);
    return node;
  };
  // A toast leaves after seven seconds, but not while it is pointed at or holds the focus.
  const live = (toast, ms) => {
    let timer;
    const start = (wait) => { clearTimeout(timer); timer = setTimeout(() => toast.remove(), wait); };
    const stop = () => clearTimeout(timer);
    toast.addEventListener('mouseenter', stop); toast.addEventListener('focusin', stop);
    toast.addEventListener('mouseleave', () => start(2500)); toast.addEventListener('focusout', () => start(2500));
    toast.querySelector('[data-toast-close]')?.addEventListener('click', () => toast.remove());
    start(ms);
  };
  // undo: an address that takes a POST. With htmx on the page and a target the page is not left.
  const toast = ({ text, undo, target, tone = 'ok', ms = 7000 }) => {
    const box = region(); if (!box) return;
    const el = document.createElement('div'); el.className = `toastx is-${tone}`;
    const body = document.createElement('span'); body.textContent = text;
    el.append(svg(tone === 'bad' ? 'alert-triangle' : 'circle-check'), body);
    if (undo) {
      const form = document.createElement('form'); form.method = 'post'; form.action = undo;
      const token = document.createElement('input'); token.type = 'hidden'; token.name = 'csrf_token'; token.value = csrf();
      const button = document.createElement('button'); button.className = 'toastx-undo'; button.append(svg('arrow-back-up'), box.dataset.undo);
      form.append(token, button); el.append(form);
      if (target && window.htmx) form.addEventListener('submit', (e) => {
        e.preventDefault(); el.remove();
        htmx.ajax('POST', undo, { target, swap: 'innerMorph', headers: { 'X-CSRFToken': csrf() } });
      });
    }
    const close = document.createElement('button'); close.type = 'button'; close.className = 'toastx-close';
    close.dataset.toastClose = ''; close.setAttribute('aria-label', box.dataset.dismiss); close.append(svg('x'));
    el.append(close); box.append(el); live(el, ms);
  };
  document.querySelectorAll('[data-toast]').forEach((el) => live(el, 7000));
  // The server says `HX-Trigger: {"app:toast": {"text": "…", "undo": "/…", "target": "#board"}}`.
  document.addEventListener('app:toast', (e) => toast(e.detail.value ?? e.detail));
  document.addEventListener('htmx:error', () => toast({ text: region()?.dataset.lost, tone: 'bad', ms: 12000 }));
  return { csrf, say, svg, toast };
})();
window.App = App;
