// What the desk has kept on this device is personal: it goes when its account signs out, also to make the device
// a kiosk. Steps that are not sent yet are lost with it, so the first click warns.
document.addEventListener('submit', (e) => {
  const form = e.target;
  const leaves = form.dataset.signOut || form.getAttribute('action')?.endsWith('/kiosk-here');
  if (!leaves) return;
  const keys = Object.keys(localStorage).filter((key) => key.startsWith('recruit.desk.'));
  if (keys.length && !form.dataset.warned) {
    e.preventDefault(); e.stopImmediatePropagation();
    form.dataset.warned = '1';
    App.toast({ text: document.querySelector('[data-sign-out]').dataset.signOut, tone: 'bad', ms: 15000 });
    return;
  }
  keys.forEach((key) => localStorage.removeItem(key));
}, true);
