import { html, scriptJson } from '../../../lib/simulation/report/page/html';

test('text is never markup, in elements and in attributes', () => {
  const name = `<img src=x onerror="alert('1')"> & co`;
  expect(html`<p title="${name}">${name}</p>`.text).toBe(
    '<p title="&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; co">' +
      '&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; co</p>',
  );
});

test('pieces and lists of pieces stay what they are, and undefined is nothing', () => {
  // GIVEN
  const items = ['a<', 'b'].map((item) => html`<li>${item}</li>`);

  // THEN
  expect(
    html`<ul class="${undefined}" id="${0}">
      ${items}
    </ul>`.text.replace(/\s+(?=<)|(?<=>)\s+/g, ''),
  ).toBe('<ul class="" id="0"><li>a&lt;</li><li>b</li></ul>');
});

test('JSON cannot leave its script element', () => {
  // GIVEN
  const data = { name: '</script><script>alert(1)</script><!-- & \u2028\u2029' };

  // WHEN
  const { text } = scriptJson(data);

  // THEN
  expect(text).not.toMatch(/[<>&\u2028\u2029]/);
  expect(JSON.parse(text)).toEqual(data);
});
