// The reception desk: every step is kept in the browser until the server has it, so that a lost connection
// stops nobody. Steps are sent one after the other, each under an id of its own: sent twice, done once.
(() => {
  const root = document.getElementById('desk'), live = document.getElementById('desk-live');
  if (!root || !live) return;
  const KEY = `recruit.desk.${root.dataset.session}`;
  const words = root.dataset;
  const $ = (selector, from = document) => from.querySelector(selector);

  // The kept list. It lives in the browser's storage, in the order of the steps.
  let memory = [];  // where the browser gives no storage, the list lives as long as the page
  const kept = () => {
    try { return JSON.parse(localStorage.getItem(KEY)) || []; } catch { return memory; }
  };
  const store = (list) => {
    memory = list;
    try { if (list.length) localStorage.setItem(KEY, JSON.stringify(list)); else localStorage.removeItem(KEY); } catch { /* memory */ }
  };
  const newId = () => [...crypto.getRandomValues(new Uint8Array(12))].map((n) => n.toString(16).padStart(2, '0')).join('');
  const clock = (at) => new Date(at).toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZone: words.zone });
  const say = (item) => root.getAttribute(`data-word-${item.step}`).replace('{name}', item.name).replace('{interviewer}', item.interviewerName || '');

  let lost = !navigator.onLine, why = '', sending = false, timer, wait = 1;

  // What the page shows beside the server's rows: the list, and each row as it will be.
  const tell = () => {
    const list = kept(), box = $('#desk-kept');
    const late = list.filter((item) => lost || why || Date.now() - item.at > 2500);
    box.hidden = !late.length;
    $('[data-poll-lost]', root).hidden = !lost;
    $('[data-count]', box).textContent = late.length;
    $('[data-why]', box).textContent = why;
    $('[data-list]', box).replaceChildren(...late.map((item) => {
      const line = document.createElement('li'), time = document.createElement('b');
      time.textContent = clock(item.at); line.append(time, ` ${say(item)}`);
      return line;
    }));
  };
  const rowOf = (item) => [...live.querySelectorAll('[data-row]')].find((row) =>
    (item.arrival && row.dataset.arrival === item.arrival) || (item.invitation && row.dataset.invitation === item.invitation) || (item.of && row.dataset.client === item.of));
  const free = () => new Set(($('#desk-facts')?.dataset.free || '').split(' ').filter(Boolean));
  const setFree = (id, is) => {
    const facts = $('#desk-facts'), now = free();
    if (!facts || !id) return;
    now[is ? 'add' : 'delete'](id); facts.dataset.free = [...now].join(' ');
  };
  const offer = (row, name, state) => {
    row.classList.add('is-kept');
    let tag = $('[data-state]', row);
    if (!tag) { tag = document.createElement('span'); tag.dataset.state = ''; $('.desk-actions', row).before(tag); }
    tag.className = 'tagx is-info'; tag.textContent = state;
    const box = $('.desk-actions', row); box.replaceChildren();
    const template = name && document.getElementById(`step-${name}`);
    if (template) box.append(template.content.cloneNode(true));
    narrow(row);
  };
  const narrow = (row) => {  // only who is free can be called to
    const select = $('.is-kept select[name=interviewer]', row.parentElement) && $('select[name=interviewer]', row); if (!select) return;
    const able = free();
    [...select.options].forEach((option) => { option.disabled = !able.has(option.value); });
    select.value = [...select.options].find((option) => !option.disabled)?.value ?? '';
    $('button', select.form).disabled = !select.value;
  };
  const APPLY = {
    check_in: (item, row) => { toWaiting(row); offer(row, 'waiting', words.stateWaiting); },
    walk_in: (item) => {
      const list = $('#waiting .desk-list'), row = document.getElementById('step-row').content.cloneNode(true).firstElementChild;
      row.dataset.client = item.id; row.dataset.name = item.name; row.dataset.find = item.name.toLowerCase();
      $('.desk-time', row).textContent = clock(item.at); $('.desk-who b', row).textContent = item.name;
      list.append(row); offer(row, 'waiting', words.stateWaiting);
    },
    call: (item, row) => { setFree(item.interviewer, false); row.dataset.interviewer = item.interviewer; offer(row, 'called', `${words.stateCalled}: ${item.interviewerName}`); },
    back: (item, row) => { setFree(row.dataset.interviewer, true); toWaiting(row); offer(row, 'waiting', words.stateWaiting); },
    start: (item, row) => offer(row, 'inside', words.stateInside),
    done: (item, row) => { setFree(row.dataset.interviewer, true); offer(row, '', words.stateOver); },
    leave: (item, row) => offer(row, '', words.stateOver),
    undo: (item, row) => row.remove(),
  };
  const toWaiting = (row) => { const list = $('#waiting .desk-list'); if (list && row.parentElement !== list) list.append(row); };
  const apply = (item) => {
    const row = item.step === 'walk_in' ? null : rowOf(item);
    if (item.step === 'walk_in' && live.querySelector(`[data-client="${item.id}"]`)) return;
    if (row || item.step === 'walk_in') APPLY[item.step]?.(item, row);
  };
  const overlay = () => { kept().forEach(apply); live.querySelectorAll('.is-kept').forEach(narrow); closeIfOver(); tell(); };

  // Keeping and sending.
  const keep = (item) => {
    store([...kept(), item]);
    live.dataset.pollHeld = '1';
    apply(item); live.querySelectorAll('.is-kept').forEach(narrow); tell(); send();
  };
  const refused = (item, told) => {
    const box = $('#desk-refused'), line = document.createElement('li');
    line.textContent = words.refused.replace('{what}', say(item)).replace('{why}', told);
    $('[data-list]', box).append(line); box.hidden = false;
  };
  const token = async () => {  // a new session has a new form token
    const page = new DOMParser().parseFromString(await (await fetch(location.href, { credentials: 'same-origin', cache: 'no-store' })).text(), 'text/html');
    const fresh = page.querySelector('meta[name=csrf]')?.content;
    if (fresh) document.querySelector('meta[name=csrf]').content = fresh;
    return Boolean(fresh && page.getElementById('desk'));
  };
  const post = async (item) => {
    const body = new URLSearchParams({ client_id: item.id, step: item.step, ago: String(Math.max(0, Math.round((Date.now() - item.at) / 1000))) });
    for (const name of ['invitation', 'arrival', 'of', 'interviewer']) if (item[name]) body.set(name, item[name]);
    for (const [name, value] of Object.entries(item.person || {})) body.set(name, value);
    const stop = new AbortController(), limit = setTimeout(() => stop.abort(), 10000);
    try {
      return await fetch(words.steps, { method: 'POST', body, credentials: 'same-origin', redirect: 'manual', signal: stop.signal, headers: { 'X-CSRFToken': App.csrf(), 'HX-Request': 'true', Accept: 'application/json' } });
    } finally { clearTimeout(limit); }
  };
  const drop = (item) => store(kept().filter((one) => one.id !== item.id));
  const once = (run) => (navigator.locks ? navigator.locks.request(KEY, run) : run());
  const send = async () => {
    if (sending) return;
    sending = true; clearTimeout(timer);
    let sent = false, again = false;
    await once(async () => {
      for (let item = kept()[0], renewed = false; item; item = kept()[0]) {
        let answer;
        try { answer = await post(item); } catch { lost = true; again = true; break; }
        if (answer.status >= 500 || answer.status === 429) { lost = true; again = true; break; }
        lost = false; why = '';
        if (answer.type === 'opaqueredirect' || answer.status === 401) { why = words.signedOut; again = true; break; }
        if (answer.status === 400 && !renewed) {
          renewed = true;
          try { if (await token()) continue; } catch { lost = true; again = true; break; }
          why = words.signedOut; again = true; break;
        }
        if (answer.status === 404) { why = words.elsewhere; again = true; break; }
        const told = await answer.json().catch(() => ({}));
        drop(item); sent = true; renewed = false; wait = 1;
        if (told.outcome !== 'done') refused(item, told.text || '');
        else if (Date.now() - item.at < 4000) App.toast({ text: told.text, undo: told.undo });
      }
    });
    sending = false;
    if (!kept().length) delete live.dataset.pollHeld;
    tell();
    if (sent) live.dispatchEvent(new Event('poll:now'));
    if (again) { timer = setTimeout(send, wait * 1000); wait = Math.min(wait * 2, 15); }
  };
  const closeIfOver = () => {  // the day is closed and everything is told: nothing stays on this device
    if ($('#desk-facts')?.hasAttribute('data-closed') && !kept().length) store([]);
  };

  // What the person does.
  const offline = () => lost || !navigator.onLine;
  document.addEventListener('submit', (e) => {
    const form = e.target;
    if (e.defaultPrevented || form.method !== 'post') return;
    const step = form.dataset.step || form.closest('[data-step-form]')?.dataset.stepForm;
    if (!step) {
      if (offline() && form.closest('main')) { e.preventDefault(); e.stopImmediatePropagation(); App.toast({ text: document.getElementById('toasts').dataset.lost, tone: 'bad' }); }
      return;
    }
    const item = { id: newId(), step, at: Date.now() };
    if (step === 'walk_in') {
      const given = Object.fromEntries(['name', 'phone', 'email', 'vacancy'].map((name) => [name, (form.elements[name]?.value || '').trim()]));
      const missing = !given.name ? 'name' : !given.phone && !given.email ? 'phone' : !form.elements.email.checkValidity() ? 'email' : '';
      if (missing && !offline()) return;  // the server says what is missing
      e.preventDefault(); e.stopImmediatePropagation();
      if (missing) { form.elements[missing].focus(); form.elements[missing].reportValidity(); App.toast({ text: document.getElementById('toasts').dataset.lost, tone: 'bad' }); return; }
      keep({ ...item, name: given.name, person: given });
      form.reset(); form.closest('details').open = false;
      document.getElementById('waiting').scrollIntoView({ block: 'nearest' });
      return;
    }
    e.preventDefault(); e.stopImmediatePropagation();
    const row = form.closest('[data-row]'); if (!row) return;
    form.closest('[popover]')?.hidePopover?.();
    const { arrival, invitation, client, name } = row.dataset;
    const chosen = form.elements.interviewer;
    if (chosen && !chosen.value) return;
    if (finder?.value) { finder.value = ''; finder.dispatchEvent(new Event('input', { bubbles: true })); if (step === 'check_in') finder.focus(); }
    keep({ ...item, name, arrival, invitation, of: client, interviewer: chosen?.value, interviewerName: chosen?.selectedOptions?.[0]?.textContent || chosen?.dataset?.name });
  }, true);
  document.addEventListener('click', (e) => {
    if (e.target.closest('[data-dismiss-refused]')) { $('#desk-refused').hidden = true; $('#desk-refused [data-list]').replaceChildren(); }
    const link = e.target.closest('a[href]');
    if (link && offline() && !link.getAttribute('href').startsWith('#')) { e.preventDefault(); App.toast({ text: document.getElementById('toasts').dataset.lost, tone: 'bad' }); }
  });

  // Find by typing: Enter goes to the only row left, the arrow keys walk through the rows' buttons.
  const finder = $('[data-find-go]');
  const rows = () => [...live.querySelectorAll('[data-row]')].filter((row) => !row.hidden && row.querySelector('.desk-actions button'));
  finder?.addEventListener('keydown', (e) => {
    const found = rows();
    if (e.key === 'Enter') { e.preventDefault(); if (found.length === 1) found[0].querySelector('.desk-actions button').focus(); }
    if (e.key === 'ArrowDown' && found.length) { e.preventDefault(); found[0].querySelector('.desk-actions button').focus(); }
    if (e.key === 'Escape' && finder.value) { finder.value = ''; finder.dispatchEvent(new Event('input', { bubbles: true })); }
  });
  live.addEventListener('keydown', (e) => {
    if (!['ArrowDown', 'ArrowUp'].includes(e.key) || !e.target.matches('.desk-actions > * button, .desk-actions > button')) return;
    const found = rows(), at = found.indexOf(e.target.closest('[data-row]'));
    if (at < 0) return;
    e.preventDefault();
    const next = at + (e.key === 'ArrowDown' ? 1 : -1);
    (next < 0 ? finder : found[Math.min(next, found.length - 1)].querySelector('.desk-actions button')).focus();
  });

  live.addEventListener('poll:lost', (e) => { const back = lost && !e.detail; lost = e.detail; if (back) send(); else tell(); });
  addEventListener('online', () => { lost = false; wait = 1; send(); });
  addEventListener('offline', () => { lost = true; tell(); });
  addEventListener('storage', (e) => { if (e.key === KEY) overlay(); });
  document.addEventListener('htmx:after:swap', (e) => { if (live.contains(e.target) || e.target === live || e.target.contains?.(live)) overlay(); });
  setInterval(tell, 1500);
  if (kept().length) live.dataset.pollHeld = '1';
  overlay(); send();
})();
