import {readFile} from 'node:fs/promises';

/** The blocks of this language in the client's README. */
export async function blocks(language) {
  const text = await readFile(new URL('../../README.md', import.meta.url), 'utf8');
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, block]) => block);
}
