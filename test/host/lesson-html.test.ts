/** @file A saved lesson runs the panel's own script under its policy, and nothing that the lesson holds. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { lessonHtml } from '../../src/host/lesson-html';

const parts = {
  title: 'f <script>alert(1)</script>',
  language: 'en',
  script: 'const end = "</script><!--"; const own = /<\\/script>/u;\n//# sourceMappingURL=panel.js.map\n',
  style: 'a::before { content: "</style>" } /*# sourceMappingURL=panel.css.map */',
  lesson: JSON.stringify({ text: '</script><script>alert(1)</script>', line: '\u2028' }),
};

const between = (page: string, from: string, to: string) => {
  const start = page.indexOf(from) + from.length;
  return page.slice(start, page.indexOf(to, start));
};
const hash = (text: string) => createHash('sha256').update(text).digest('base64');

describe('lessonHtml', () => {
  it('lets in exactly its own script and style, by hash', async () => {
    const page = await lessonHtml(parts);
    const script = between(page, '<script>', '</script>');
    const style = between(page, '<style>', '</style>');
    const policy = between(page, 'Policy" content="', '"').replaceAll('&#39;', "'");
    assert.ok(policy.includes(`script-src 'sha256-${hash(script)}'`));
    assert.ok(policy.includes(`style-src 'sha256-${hash(style)}'`));
    assert.ok(policy.startsWith("default-src 'none'"));
    assert.ok(!/unsafe|https?:/.test(policy));
  });

  it('keeps what script, style and lesson say, though they hold end tags', async () => {
    const page = await lessonHtml(parts);
    const script = between(page, '<script>', '</script>');
    assert.deepEqual(new Function(`${script}; return [end, own.test('</script>')];`)(), ['</script><!--', true]);
    assert.ok(!page.includes('sourceMappingURL'));
    const lesson = between(page, '<script type="application/json" id="gradlens-lesson">', '</script>');
    assert.deepEqual(JSON.parse(lesson), JSON.parse(parts.lesson));
    assert.equal(page.match(/<\/script>/g)?.length, 2);
    assert.equal(page.match(/<\/style>/g)?.length, 1);
    assert.equal(between(page, '<title>', '</title>').includes('<'), false);
  });
});
