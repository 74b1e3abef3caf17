import { namesIn } from '../../../lib/simulation/template/names-in';

test.each<[string, unknown, string[]]>([
  ['what is written out', [1, 'a', true, null], []],
  ['a parameter', { Ref: 'Min' }, ['Min']],
  ['an attribute', { 'Fn::GetAtt': ['Chat', 'EndpointName'] }, ['Chat.EndpointName']],
  ['an export', { 'Fn::ImportValue': 'other' }, ['other']],
  ['a dynamic reference', '{{resolve:ssm:/n}}', ['resolve:ssm:/n']],
  ['a text with values of its own and a literal', { 'Fn::Sub': ['${A}-${B}-${!C}', { A: { Ref: 'P' } }] }, ['B', 'P']],
  [
    'functions in functions, each name once',
    { 'Fn::Join': ['', [{ Ref: 'A' }, { 'Fn::Select': [0, { Ref: 'A' }] }, { Ref: 'B' }]] },
    ['A', 'B'],
  ],
  ['a choice', { 'Fn::If': ['IsProduction', { Ref: 'A' }, { Ref: 'B' }] }, ['what IsProduction hangs on']],
  ['something in something', { a: [{ b: { Ref: 'A' } }] }, ['A']],
])('of %s', (_, value, names) => {
  expect(namesIn(value, (condition) => [`what ${condition} hangs on`])).toEqual(names);
});
