// One short, spoken line at the foot of the page. Never the only place of a message.
export function say(text) {
  if (!text) return;
  document.querySelector('.toast')?.remove();
  const line = document.createElement('p');
  line.className = 'toast';
  line.setAttribute('role', 'status');
  line.textContent = text;
  document.body.append(line);
  setTimeout(() => line.remove(), 3200);
}
