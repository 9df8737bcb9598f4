// The frame: phone menu, search key, menus beside their button, modal dialogs, copy, print.
(() => {
  const root = document.documentElement;
  const toggle = document.querySelector('[data-nav-toggle]');
  const setNav = (open) => { root.dataset.nav = open ? 'open' : 'closed'; toggle?.setAttribute('aria-expanded', open); };
  toggle?.addEventListener('click', () => setNav(root.dataset.nav !== 'open'));

  const here = document.querySelector('.side-link[aria-current]'), nav = here?.closest('.side-nav');
  if (nav && here.offsetTop + here.offsetHeight > nav.offsetTop + nav.clientHeight - 28) nav.scrollTop = here.offsetTop - nav.offsetTop - nav.clientHeight / 2;

  addEventListener('keydown', (e) => {
    if (e.key === 'Escape' && root.dataset.nav === 'open') { setNav(false); toggle.focus(); }
    if (e.key !== '/' || e.ctrlKey || e.metaKey || e.altKey || e.target.closest('input, textarea, select, [contenteditable]')) return;
    const search = document.querySelector('[data-search]');
    if (search) { e.preventDefault(); search.focus(); search.select(); }
  });

  // Popover menus stand beside their button; without script they open in the middle.
  document.addEventListener('toggle', (e) => {
    const panel = e.target;
    if (e.newState !== 'open' || !panel.matches?.('.menux-panel')) return;
    const button = document.querySelector(`[popovertarget="${panel.id}"]`); if (!button) return;
    panel.dataset.placed = '';
    const at = button.getBoundingClientRect(), size = panel.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.right - size.width, innerWidth - size.width - 8));
    const below = at.bottom + 4 + size.height <= innerHeight - 8;
    panel.style.left = `${left}px`;
    panel.style.top = `${below ? at.bottom + 4 : Math.max(8, at.top - size.height - 4)}px`;
  }, true);
  addEventListener('scroll', () => document.querySelectorAll('.menux-panel:popover-open').forEach((p) => p.hidePopover()), { passive: true, capture: true });

  // Arrow keys walk through an open menu.
  document.addEventListener('keydown', (e) => {
    const panel = e.target.closest?.('.menux-panel') || (e.target.matches?.('[data-menu]') && document.getElementById(e.target.getAttribute('popovertarget')));
    if (!panel || !['ArrowDown', 'ArrowUp'].includes(e.key) || !panel.matches(':popover-open')) return;
    const items = [...panel.querySelectorAll('.menu-item')], at = items.indexOf(document.activeElement);
    e.preventDefault();
    items[(at + (e.key === 'ArrowDown' ? 1 : -1) + items.length) % items.length]?.focus();
  });

  // Dialogs work as popovers without script; with it they are modal: the focus stays inside.
  document.addEventListener('click', (e) => {
    const opener = e.target.closest?.('[data-dialog]');
    if (opener) {
      const dialog = document.getElementById(opener.getAttribute('popovertarget'));
      if (dialog && !dialog.open) {
        e.preventDefault();
        // A menu around it closes now, and would hide it: it opens at the end of the page and goes back.
        const home = dialog.parentElement, menu = dialog.closest('.menux-panel');
        const back = menu ? document.querySelector(`[popovertarget="${menu.id}"]`) : opener;
        document.body.append(dialog);
        dialog.removeAttribute('popover');
        dialog.showModal();
        dialog.addEventListener('close', () => {
          dialog.setAttribute('popover', '');
          if (home.isConnected) home.append(dialog); else dialog.remove();
          back?.focus();
        }, { once: true });
      }
      return;
    }
    const closer = e.target.closest?.('dialog[open] [popovertargetaction=hide]');
    if (closer) { e.preventDefault(); closer.closest('dialog').close(); return; }
    if (e.target.matches?.('dialog[open]')) {
      const box = e.target.getBoundingClientRect();
      if (e.clientX < box.left || e.clientX > box.right || e.clientY < box.top || e.clientY > box.bottom) e.target.close();
    }
    if (e.target.closest?.('[data-print]')) print();
    const copy = e.target.closest?.('[data-copy]');
    if (copy) navigator.clipboard.writeText(copy.dataset.copy).then(() => {
      const word = copy.querySelector('span'), before = word?.textContent;
      if (word) { word.textContent = copy.dataset.copied; setTimeout(() => { word.textContent = before; }, 2000); }
      App.say(copy.dataset.copied);
    }).catch(() => copy.closest('.copyx')?.querySelector('input')?.select());
  });
})();
