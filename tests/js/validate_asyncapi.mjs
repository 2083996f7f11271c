// node validate_asyncapi.mjs FILE…: judged by the official AsyncAPI parser. Prints one JSON value:
// { "<file>": [{ code, message, severity, path }] }, severity 0 = error, 1 = warning, 2 = information, 3 = hint.
import { readFile } from 'node:fs/promises';
import { Parser } from '@asyncapi/parser';

const parser = new Parser();
const judged = {};
for (const file of process.argv.slice(2)) {
  const { document, diagnostics } = await parser.parse(await readFile(file, 'utf8'), { source: file });
  judged[file] = diagnostics.map(({ code, message, severity, path }) => ({ code, message, severity, path }));
  if (!document && judged[file].every(({ severity }) => severity > 0)) {
    judged[file].push({ code: 'no-document', message: 'The parser gave no document.', severity: 0, path: [] });
  }
}
process.stdout.write(JSON.stringify(judged));
