// The kanban board. Mouse and touch with SortableJS, keyboard on the grip button, and the menu of each card:
// three ways, one server route, which answers with the inside of the board.
(() => {
  const board = document.querySelector('[data-board]'); if (!board) return;
  const lists = () => [...board.querySelectorAll('.lane-list')];
  const words = (name, values) => board.dataset[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
  const grip = (card) => card?.querySelector('[data-grip]');
  const place = (card) => {
    const cards = [...card.parentElement.children];
    return words('place', { lane: card.parentElement.dataset.label, at: cards.indexOf(card) + 1, all: cards.length });
  };
  const post = (card, from) => htmx.ajax('POST', board.dataset.moveUrl, {
    source: board, target: `#${board.id}`, swap: 'innerMorph', headers: { 'X-CSRFToken': App.csrf() },
    values: { card: card.dataset.card, from: from.dataset.lane, to: card.parentElement.dataset.lane, before: card.nextElementSibling?.dataset.card || '', after: card.previousElementSibling?.dataset.card || '' },
  });

  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  const bind = () => lists().forEach((list) => {
    if (!window.Sortable || Sortable.get(list)) return;
    Sortable.create(list, {
      group: { name: 'cards', put: !('noDrop' in list.dataset) }, animation: still ? 0 : 140, ghostClass: 'kghost', delay: 120, delayOnTouchOnly: true,
      filter: 'button:not([data-grip]), .menux-panel, input, .is-fixed', preventOnFilter: false,
      onEnd: (e) => { if (e.from !== e.to || e.oldIndex !== e.newIndex) post(e.item, e.from); },
    });
  });
  bind();
  document.addEventListener('htmx:after:swap', bind);

  let held = null;   // where a card picked up with the keyboard came from
  const release = () => { const was = held; was?.card.classList.remove('is-held'); held = null; return was; };
  board.addEventListener('keydown', (e) => {
    const button = e.target.closest('[data-grip]'); if (!button) return;
    const card = button.closest('.kcard'), columns = lists().filter((l) => !('noDrop' in l.dataset) || l === held?.list), column = columns.indexOf(card.parentElement);
    if (e.key === ' ' || e.key === 'Enter') {
      e.preventDefault();
      if (!held) {
        held = { card, list: card.parentElement, next: card.nextElementSibling };
        card.classList.add('is-held');
        App.say(words('picked', { name: card.dataset.name, place: place(card) }));
      } else {
        const was = release();
        App.say(words('dropped', { place: place(card) }));
        if (was.list !== card.parentElement || was.next !== card.nextElementSibling) Promise.resolve(post(card, was.list)).then(() => grip(document.getElementById(card.id))?.focus());
      }
    } else if (held && e.key === 'Escape') {
      e.preventDefault();
      const was = release();
      was.list.insertBefore(was.card, was.next); grip(was.card).focus();
      App.say(words('back', { place: place(was.card) }));
    } else if (held && e.key.startsWith('Arrow')) {
      e.preventDefault();
      const at = [...card.parentElement.children].indexOf(card);
      const into = e.key === 'ArrowRight' ? columns[column + 1] : e.key === 'ArrowLeft' ? columns[column - 1] : null;
      if (into) into.insertBefore(card, into.children[at] || null);
      else if (e.key === 'ArrowUp' && card.previousElementSibling) card.parentElement.insertBefore(card, card.previousElementSibling);
      else if (e.key === 'ArrowDown' && card.nextElementSibling) card.parentElement.insertBefore(card.nextElementSibling, card);
      button.focus(); card.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      App.say(place(card));
    }
  });
  board.addEventListener('focusout', () => setTimeout(() => {
    if (!held || held.card.contains(document.activeElement) || !document.hasFocus()) return;
    const was = release(); was.list.insertBefore(was.card, was.next);   // walking away puts the card back
  }));

  document.querySelector('[data-board-filter]')?.addEventListener('input', (e) => {
    const wanted = e.target.value.trim().toLowerCase();
    board.querySelectorAll('.kcard').forEach((card) => { card.hidden = !!wanted && !card.dataset.name.toLowerCase().includes(wanted); });
  });
})();
