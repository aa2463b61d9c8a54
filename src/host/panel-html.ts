/**
 * @file The panel's page: complete HTML with script and style in it, under a policy that lets in nothing else. Fetched
 * as files they would come through several processes, and in a remote window over the network.
 */
import type { PanelText } from './panel-files';

export interface PageParts extends PanelText {
  title: string;
  language: string;
  /** The webview's own source, as VS Code names it. */
  cspSource: string;
  /** New for every page. */
  nonce: string;
}

/** Nothing from the network, no script without the nonce; a worker may come from a blob; pictures may be data. */
export function contentPolicy(cspSource: string, nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `font-src ${cspSource} data:`,
    `img-src ${cspSource} data: blob:`,
    `worker-src blob:`,
  ].join('; ');
}

export function panelHtml({ title, language, cspSource, script, style, nonce }: PageParts): string {
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(contentPolicy(cspSource, nonce))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="application-name" content="Gradlens">
<title>${attribute(title)}</title>
<style nonce="${attribute(nonce)}">${styleInside(style)}</style>
</head>
<body><script nonce="${attribute(nonce)}">${scriptInside(script)}</script></body>
</html>`;
}

/** A script that ends where it should: its own end tag inside it would end it early. */
export function scriptInside(script: string): string {
  return script.replace(/<(?=\/script|!--)/gi, '\\x3c').replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '\n');
}

export function styleInside(style: string): string {
  return style.replace(/<\/(?=style)/gi, '<\\/').replace(/\/\*# sourceMappingURL=.*?\*\//g, '');
}

export function attribute(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** 128 random bits, in letters that a policy may hold. */
export function newNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
