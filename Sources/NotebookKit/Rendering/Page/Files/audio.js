// The waveform is the player's slider.
each('.audio', player => {
  const audio = player.querySelector('audio');
  const wave = player.querySelector('.wave');
  if (!wave) return;
  const width = wave.viewBox.baseVal.width;
  const cursor = document.createElementNS(wave.namespaceURI, 'rect');
  cursor.setAttribute('height', 100);
  cursor.setAttribute('width', width / 240);
  cursor.setAttribute('x', 0);
  wave.append(cursor);
  wave.removeAttribute('aria-hidden');
  wave.setAttribute('role', 'slider');
  wave.setAttribute('tabindex', 0);
  wave.setAttribute('aria-label', 'Position in ' + audio.getAttribute('aria-label'));
  wave.setAttribute('aria-valuemin', 0);
  const show = () => {
    const length = audio.duration || 1;
    cursor.setAttribute('x', audio.currentTime / length * width);
    wave.setAttribute('aria-valuemax', length.toFixed(2));
    wave.setAttribute('aria-valuenow', audio.currentTime.toFixed(2));
    wave.setAttribute('aria-valuetext', audio.currentTime.toFixed(1) + ' seconds');
    if (!audio.paused) requestAnimationFrame(show);
  };
  for (const event of ['play', 'seeked', 'pause', 'loadedmetadata', 'ended']) audio.addEventListener(event, show);
  const seek = time => {
    audio.currentTime = Math.max(0, Math.min(time, audio.duration || 0));
    show();
  };
  const toggle = () => audio.paused ? audio.play() : audio.pause();
  wave.addEventListener('click', event => {
    const box = wave.getBoundingClientRect();
    seek((event.clientX - box.left) / box.width * audio.duration);
    audio.play();
  });
  wave.addEventListener('keydown', event => {
    const step = (audio.duration || 1) / 20;
    const moves = { ArrowLeft: -step, ArrowDown: -step, ArrowRight: step, ArrowUp: step, Home: -1e9, End: 1e9 };
    if (event.key in moves) seek(audio.currentTime + moves[event.key]);
    else if (event.key === ' ' || event.key === 'Enter') toggle();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });
  show();
});
