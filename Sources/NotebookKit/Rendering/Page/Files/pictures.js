// A picture opens at its full size, with a menu to keep it.
const viewer = document.createElement('dialog');
viewer.className = 'viewer';
viewer.setAttribute('aria-label', 'Figure');
const shown = new Image();
const pictureMenu = document.createElement('nav');
let original;
// The light one, which suits paper.
const save = (address, type) => {
  const link = document.createElement('a');
  link.href = address;
  link.download = (original.closest('.cell')?.id || 'figure') + '.' + type;
  link.click();
};
const fileType = () => /^data:image\/svg/.test(original.src) ? 'svg' : /^data:image\/jpeg/.test(original.src) ? 'jpg' : 'png';
const savePicture = button('Save PNG', () => save(original.src, fileType()));
const saveVector = button('Save SVG', () => save(original.dataset.svg, 'svg'));
const copyPicture = button('Copy', async () => {
  const canvas = document.createElement('canvas');
  const light = new Image();
  light.src = original.src;
  await light.decode();
  canvas.width = light.naturalWidth;
  canvas.height = light.naturalHeight;
  canvas.getContext('2d').drawImage(light, 0, 0);
  const blob = await new Promise(done => canvas.toBlob(done));
  let isDone = true;
  try { await navigator.clipboard.write([new ClipboardItem({ 'image/png': blob })]); } catch { isDone = false; }
  copyPicture.textContent = isDone ? 'Copied' : 'Not copied';
  setTimeout(() => { copyPicture.textContent = 'Copy'; }, 1500);
});
pictureMenu.append(savePicture, saveVector, copyPicture, button('Close', () => viewer.close()));
viewer.append(pictureMenu, shown);
viewer.addEventListener('close', () => viewer.remove());
shown.addEventListener('click', () => viewer.classList.contains('fitted') ? viewer.classList.remove('fitted') : viewer.close());
const openPicture = image => {
  original = image;
  shown.src = image.currentSrc || image.src;
  shown.alt = image.alt;
  savePicture.textContent = 'Save ' + fileType().toUpperCase();
  saveVector.hidden = !image.dataset.svg;
  viewer.classList.add('fitted');
  document.body.append(viewer);
  viewer.showModal();
};
each('.outputs :is(picture, .picture)', box => {
  const image = box.querySelector('img');
  if (!image || box.querySelector('.open')) return;
  const opener = button('Full size', () => openPicture(image), 'open');
  opener.setAttribute('aria-label', 'Full size: ' + image.alt);
  image.addEventListener('click', () => openPicture(image));
  box.append(opener);
});
