/** @file Text: building, splitting, counting. */
function work() {
  let text = '';
  for (let i = 0; i < 30000; i++) text += `${i % 97},`;
  const counts = {};
  for (const word of text.split(',')) counts[word] = (counts[word] || 0) + 1;
  let out = '';
  for (const key of Object.keys(counts)) out = out + key + ':' + counts[key] + ';';
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (hash * 31 + text.charCodeAt(i)) | 0;
  return hash + out.length;
}
