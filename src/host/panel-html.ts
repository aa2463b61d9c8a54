/** @file The panel's page: complete HTML under a policy that lets in our own files only. */

export interface PageParts {
  title: string;
  language: string;
  /** The webview's own source, as VS Code names it. */
  cspSource: string;
  scriptUri: string;
  styleUri: string;
  /** New for every page. */
  nonce: string;
}

/** Nothing from the network, no inline script; a worker may come from a blob; pictures may be data. */
export function contentPolicy(cspSource: string, nonce: string): string {
  return [
    `default-src 'none'`,
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource}`,
    `font-src ${cspSource} data:`,
    `img-src ${cspSource} data: blob:`,
    `worker-src blob:`,
  ].join('; ');
}

export function panelHtml({ title, language, cspSource, scriptUri, styleUri, nonce }: PageParts): string {
  return `<!DOCTYPE html>
<html lang="${attribute(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${attribute(contentPolicy(cspSource, nonce))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${attribute(title)}</title>
<link rel="stylesheet" href="${attribute(styleUri)}" id="vscode-codicon-stylesheet">
<script nonce="${attribute(nonce)}" src="${attribute(scriptUri)}" defer></script>
</head>
<body></body>
</html>`;
}

export function attribute(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** 128 random bits, in letters that a policy may hold. */
export function newNonce(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
