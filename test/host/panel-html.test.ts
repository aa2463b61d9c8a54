/** @file The panel's page lets nothing in but our own files. */
import assert from 'node:assert/strict';
import { contentPolicy, newNonce, panelHtml } from '../../src/host/panel-html';

const parts = {
  title: 'Gradlens',
  language: 'en',
  cspSource: 'https://own.example',
  script: 'run("</script>");',
  style: 'a::before { content: "</style>" }',
  nonce: 'abc123',
};

describe('panelHtml', () => {
  it('is a complete page with one script, let in by its nonce', () => {
    const html = panelHtml(parts);
    assert.match(html, /^<!DOCTYPE html>\n<html lang="en">/);
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.ok(html.includes('<script nonce="abc123">run("\\x3c/script>");</script>'));
    assert.ok(html.includes('<style nonce="abc123">a::before { content: "<\\/style>" }</style>'));
    assert.doesNotMatch(html, /\son[a-z]+=/);
    assert.doesNotMatch(html, /\sstyle=/);
  });

  it('forbids everything that it does not need', () => {
    const policy = contentPolicy('https://own.example', 'abc123');
    assert.match(policy, /^default-src 'none'; script-src 'nonce-abc123'; /);
    assert.match(policy, /style-src https:\/\/own\.example 'nonce-abc123'/);
    assert.doesNotMatch(policy, /unsafe|\*|connect-src|frame-src/);
  });

  it('cannot be broken by what it is given', () => {
    const html = panelHtml({ ...parts, title: '</title><script>x</script>', language: '"><b>' });
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.doesNotMatch(html, /<b>/);
  });
});

describe('newNonce', () => {
  it('is new every time, and plain letters', () => {
    assert.notEqual(newNonce(), newNonce());
    assert.match(newNonce(), /^[0-9a-f]{32}$/);
  });
});
