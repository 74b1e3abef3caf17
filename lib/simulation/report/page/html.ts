/** A piece of HTML. The only way to get text into one is through `html`, which escapes it. */
export class Html {
  constructor(public readonly text: string) {}
}

/** What may stand in a template: text is escaped, lists are joined, undefined is nothing. */
export type HtmlValue = string | number | Html | undefined | readonly HtmlValue[];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** HTML with values in it. Names come out of templates and files: nothing in them is ever markup. */
export function html(parts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  return new Html(parts.map((part, i) => `${part}${i < values.length ? toText(values[i]) : ''}`).join(''));
}

/** JSON that can stand in a script element: without `<` there is no way out of it, and no comment that would hide its end. */
export function scriptJson(data: unknown): Html {
  return new Html(
    JSON.stringify(data).replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`),
  );
}

function toText(value: HtmlValue): string {
  if (value === undefined) {
    return '';
  }
  if (value instanceof Html) {
    return value.text;
  }
  return typeof value === 'object' ? value.map(toText).join('') : String(value).replace(/[&<>"']/g, (character) => ENTITIES[character]);
}
