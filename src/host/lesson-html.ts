/** @file One self-contained page that shows a lesson: no network, no other file, and no script but the panel's own. */
import type { PanelText } from './panel-files';
import { attribute, scriptInside, styleInside } from './panel-html';

export interface LessonParts extends PanelText {
  title: string;
  language: string;
  /** JSON that the bundle finds in the element `gradlens-lesson`. */
  lesson: string;
}

/** JSON stays the same JSON, and no part of it can be taken for markup. */
function asData(json: string): string {
  return json
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}

async function hashSource(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return `'sha256-${btoa(String.fromCharCode(...digest))}'`;
}

/** The policy names script and style by their hashes, so that nothing else runs whatever the lesson holds. */
export async function lessonHtml({ title, language, script, style, lesson }: LessonParts): Promise<string> {
  const code = scriptInside(script);
  const looks = styleInside(style);
  const policy = [
    `default-src 'none'`,
    `script-src ${await hashSource(code)}`,
    `style-src ${await hashSource(looks)}`,
    `font-src data:`,
    `img-src data: blob:`,
    `worker-src blob:`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${attribute(title)}</title>
<style>${looks}</style>
</head>
<body>
<script type="application/json" id="gradlens-lesson">${asData(lesson)}</script>
<script>${code}</script>
</body>
</html>
`;
}
