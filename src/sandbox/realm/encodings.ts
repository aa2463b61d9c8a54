/** @file Text as bytes, which hosts give beside the language: base64 and UTF-8. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function invalid(detail: string): Error {
  const error = new Error(detail);
  error.name = 'InvalidCharacterError';
  return error;
}

function atob(data: unknown): string {
  const text = String(data).replace(/[\t\n\f\r ]/g, '');
  const body = text.length % 4 === 0 ? text.replace(/={1,2}$/, '') : text;
  if (body.length % 4 === 1 || /[^A-Za-z0-9+/]/.test(body)) throw invalid('The string is not correctly encoded.');
  let out = '';
  let bits = 0;
  let held = 0;
  for (let i = 0; i < body.length; i++) {
    bits = ((bits << 6) | alphabet.indexOf(body[i])) & 0xffffff;
    held += 6;
    if (held >= 8) {
      held -= 8;
      out += String.fromCharCode((bits >> held) & 255);
    }
  }
  return out;
}

function btoa(data: unknown): string {
  const text = String(data);
  let out = '';
  for (let i = 0; i < text.length; i += 3) {
    const codes = [text.charCodeAt(i), text.charCodeAt(i + 1), text.charCodeAt(i + 2)];
    if (codes.some((code) => code > 255)) throw invalid('The string has characters outside of Latin1.');
    const bits = (codes[0] << 16) | ((codes[1] || 0) << 8) | (codes[2] || 0);
    const given = Math.min(3, text.length - i);
    for (let k = 0; k < 4; k++) out += k <= given ? alphabet[(bits >> (18 - 6 * k)) & 63] : '=';
  }
  return out;
}

class TextEncoder {
  readonly encoding = 'utf-8';

  encode(given: unknown = ''): Uint8Array {
    const bytes: number[] = [];
    for (const character of String(given)) {
      const point = character.codePointAt(0) as number;
      const code = point >= 0xd800 && point <= 0xdfff ? 0xfffd : point;
      if (code < 0x80) bytes.push(code);
      else if (code < 0x800) bytes.push(0xc0 | (code >> 6), 0x80 | (code & 63));
      else if (code < 0x10000) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
      else bytes.push(0xf0 | (code >> 18), 0x80 | ((code >> 12) & 63), 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    }
    return new Uint8Array(bytes);
  }
}

class TextDecoder {
  readonly encoding = 'utf-8';

  decode(given?: ArrayBuffer | ArrayBufferView): string {
    if (given === undefined) return '';
    const bytes = ArrayBuffer.isView(given)
      ? new Uint8Array(given.buffer, given.byteOffset, given.byteLength)
      : new Uint8Array(given);
    let out = '';
    let i = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    while (i < bytes.length) {
      const first = bytes[i++];
      const further = first < 0x80 ? 0 : first >= 0xf0 && first < 0xf8 ? 3 : first >= 0xe0 ? 2 : first >= 0xc0 ? 1 : -1;
      let point = further === 0 ? first : further < 0 || first >= 0xf8 ? 0xfffd : first & (0x3f >> further);
      for (let k = 0; k < further && point !== 0xfffd; k++) {
        if ((bytes[i] & 0xc0) === 0x80) point = (point << 6) | (bytes[i++] & 63);
        else point = 0xfffd;
      }
      out += String.fromCodePoint(point <= 0x10ffff ? point : 0xfffd);
    }
    return out;
  }
}

/** The names as the realm defines them. */
export function makeEncodings() {
  return { atob, btoa, TextEncoder, TextDecoder };
}
