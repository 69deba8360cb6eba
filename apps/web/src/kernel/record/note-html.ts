/** What was typed as paragraphs, nothing in it markup; colleagues who were named become links to them, by which they are told. */
export function noteHtml(text: string, mentioned: Readonly<Record<string, string>>): string {
  const names = Object.keys(mentioned).sort((a, b) => b.length - a.length);
  const escaped = escape(text);
  const linked = names.length === 0 ? escaped : escaped.replaceAll(new RegExp(names.map((name) => `@${escape(name).replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)}`).join('|'), 'g'), (found) => {
    const name = names.find((each) => `@${escape(each)}` === found)!;
    return `<a href="/settings/identity/members/${mentioned[name]}">${found}</a>`;
  });
  return linked.split(/\n{2,}/).map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br>')}</p>`).join('');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
