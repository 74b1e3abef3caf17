import { Template } from '../../../lib/simulation/template/read-template';
import { resolveTemplate } from '../../../lib/simulation/template/resolve-template';
import { unresolvedFields, wrongNumbers } from '../../../lib/simulation/template/unresolved';

/** What becomes of a value in a template with parameters, a mapping and conditions. */
function resolved(value: unknown, given: Record<string, string | number> = {}): unknown {
  const template = {
    Parameters: {
      Size: { Type: 'Number', Default: 3 },
      Zones: { Type: 'CommaDelimitedList', Default: 'a,b' },
      Secret: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/path' },
      Free: { Type: 'String' },
    },
    Mappings: { Counts: { prod: { Max: 6 } } },
    Conditions: {
      Yes: { 'Fn::Equals': ['a', 'a'] },
      No: { 'Fn::Not': [{ Condition: 'Yes' }] },
      Both: { 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] },
      Either: { 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'Unknown' }] },
      Unknown: { 'Fn::Equals': [{ Ref: 'Free' }, 'x'] },
    },
    Resources: { R: { Type: 'T', Properties: { Value: value } } },
  } as unknown as Template;
  return resolveTemplate(template, given).template.Resources!.R.Properties!.Value;
}

test.each<[string, unknown, unknown]>([
  ['a default', { Ref: 'Size' }, 3],
  ['a value of its own', { a: [{ Ref: 'Size' }] }, { a: [3] }],
  ['no value, which is left out', { a: { Ref: 'AWS::NoValue' }, b: [{ Ref: 'AWS::NoValue' }, 1] }, { b: [1] }],
  ['a text with parameters', { 'Fn::Sub': 'n-${Size}-${!Literal}' }, 'n-3-${Literal}'],
  ['a text with values of its own', { 'Fn::Sub': ['${A}${Size}', { A: { Ref: 'Size' } }] }, '33'],
  ['parts put together', { 'Fn::Join': ['-', ['a', { Ref: 'Size' }]] }, 'a-3'],
  ['an item of a list parameter', { 'Fn::Select': [1, { Ref: 'Zones' }] }, 'b'],
  [
    'an item of a list, though it is not known itself',
    { 'Fn::Select': [1, ['a', { 'Fn::GetAtt': ['A', 'Arn'] }]] },
    { 'Fn::GetAtt': ['A', 'Arn'] },
  ],
  ['an item of a text', { 'Fn::Select': ['0', { 'Fn::Split': ['/', 'x/y'] }] }, 'x'],
  ['a mapping', { 'Fn::FindInMap': ['Counts', 'prod', 'Max'] }, 6],
  ['what holds', { 'Fn::If': ['Yes', 1, 2] }, 1],
  ['what does not hold', { 'Fn::If': ['No', 1, 2] }, 2],
  ['both', { 'Fn::If': ['Both', 1, 2] }, 2],
  ['either, though the other is not known', { 'Fn::If': ['Either', 1, 2] }, 1],
])('fills in %s', (_, value, expected) => {
  expect(resolved(value)).toEqual(expected);
});

test.each<[string, unknown]>([
  ['a parameter without a value', { Ref: 'Free' }],
  ['a parameter whose value is elsewhere', { Ref: 'Secret' }],
  ['an attribute', { 'Fn::GetAtt': ['A', 'Arn'] }],
  ['a condition that is not known', { 'Fn::If': ['Unknown', 1, 2] }],
  ['a mapping of something unknown', { 'Fn::FindInMap': ['Counts', { Ref: 'Free' }, 'Max'] }],
  ['parts of which one is not known', { 'Fn::Join': ['', ['a', { Ref: 'Free' }]] }],
])('leaves %s as it stands', (_, value) => {
  expect(resolved(value)).toEqual(value);
});

test.each<[string, unknown, Record<string, string | number>]>([
  ['a parameter', { Ref: 'Free' }, { Free: 7 }],
  ['an attribute', { 'Fn::GetAtt': 'A.Arn' }, { 'A.Arn': 7 }],
  ['an export', { 'Fn::ImportValue': { 'Fn::Sub': 'n-${Size}' } }, { 'n-3': 7 }],
  ['an export whose name is not known', { 'Fn::ImportValue': { 'Fn::Sub': '${AWS::StackName}-n' } }, { '${AWS::StackName}-n': 7 }],
  ['a dynamic reference', '{{resolve:ssm:/n}}', { 'resolve:ssm:/n': 7 }],
  ['what a condition hangs on', { 'Fn::If': ['Unknown', 7, 2] }, { Free: 'x' }],
])('takes what is given for %s', (_, value, given) => {
  expect(resolved(value, given)).toBe(7);
});

test('leaves out a resource whose condition does not hold, and says of which it does not know', () => {
  const template = {
    Parameters: { P: { Type: 'String' } },
    Conditions: { No: { 'Fn::Equals': ['a', 'b'] }, Unknown: { 'Fn::Equals': [{ Ref: 'P' }, 'b'] } },
    Resources: { A: { Type: 'T', Condition: 'No' }, B: { Type: 'T', Condition: 'Unknown' }, C: { Type: 'T' } },
  } as unknown as Template;
  const { template: result, undecided, unused } = resolveTemplate(template, { Q: 1, P: 'c', 'AWS::Region': 'x' });
  expect([Object.keys(result.Resources!), undecided, unused]).toEqual([['C'], [], ['Q']]);
  expect(resolveTemplate(template).undecided).toEqual([{ logicalId: 'B', condition: 'Unknown' }]);
});

describe('the value of a parameter', () => {
  const Parameters = {
    Stage: { Type: 'String', AllowedValues: ['dev', 'prod'], Default: 'dev' },
    Sizes: { Type: 'CommaDelimitedList', AllowedValues: ['1', '2'] },
    Count: { Type: 'Number', MinValue: 2, MaxValue: '9' },
    Least: { Type: 'Number', MinValue: 1 },
    Kept: { Type: 'AWS::SSM::Parameter::Value<String>', AllowedValues: ['/dev'] },
    Choice: { Type: 'Number', AllowedValues: [1, 2] },
  };
  const resolve = (given: Record<string, string | number>) => resolveTemplate({ Parameters }, given);

  test.each<[Record<string, string | number>, string]>([
    [{ Stage: 'prodd' }, 'Parameter Stage: got "prodd", expected one of dev, prod.'],
    [{ Sizes: '1,3' }, 'Parameter Sizes: got "1,3", expected one of 1, 2.'],
    [{ Count: '10' }, 'Parameter Count: got "10", expected at least 2 and at most 9.'],
    [{ Least: 0 }, 'Parameter Least: got 0, expected at least 1.'],
    [{ Choice: '3' }, 'Parameter Choice: got "3", expected one of 1, 2.'],
  ])('fails when the template does not allow %j', (given, message) => {
    expect(() => resolve(given)).toThrow(message);
  });

  test('passes where it is allowed, and where the rule is about something else or is none', () => {
    const given = { Stage: 'prod', Sizes: '1, 2', Count: 9, Least: '1', Kept: 'dev', Choice: '2', Unknown: 'x' };
    expect(resolve(given).unused).toEqual(['Unknown']);
  });
});

describe('a condition', () => {
  const template = (Condition: string, more: object = {}) => ({
    Parameters: { P: { Type: 'String' } },
    Conditions: {
      East: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
      Both: { 'Fn::And': [{ Condition: 'East' }, { 'Fn::Not': [{ 'Fn::Equals': [{ 'Fn::Sub': '${P}-${AWS::Region}' }, 'b'] }] }] },
    },
    Resources: { R: { Type: 'T', Condition } },
    ...more,
  });

  test('says what it hangs on, through others, and without what is given', () => {
    const read = (given: Record<string, string>) => resolveTemplate(template('Both'), given).hangsOn('Both');
    expect(read({})).toEqual(['AWS::Region', 'P']);
    expect(read({ P: 'x' })).toEqual(['AWS::Region']);
  });

  test('that refers to itself, by way of another one, fails', () => {
    const Conditions = { A: { 'Fn::Not': [{ Condition: 'B' }] }, B: { Condition: 'A' } };
    expect(() => resolveTemplate(template('A', { Conditions }))).toThrow(
      'Conditions A → B → A refer to themselves, so CloudFormation refuses the template.',
    );
  });

  test('that is not defined fails, unless a macro may bring it along', () => {
    const message = 'Condition Nope is used and not defined, so CloudFormation refuses the template: define it under Conditions.';
    expect(() => resolveTemplate(template('Nope'))).toThrow(message);
    expect(() => resolved({ 'Fn::If': ['Nope', 1, 2] })).toThrow(message);
    const { undecided, hangsOn } = resolveTemplate(template('Nope', { Transform: 'Macro' }));
    expect([undecided, hangsOn('Nope')]).toEqual([[{ logicalId: 'R', condition: 'Nope' }], []]);
  });
});

describe('unresolved fields', () => {
  test('are those that decide, wherever they stand', () => {
    const properties = {
      RoleARN: { Ref: 'AWS::Partition' },
      ProductionVariants: [{ ModelName: { Ref: 'Model' }, InitialInstanceCount: { Ref: 'Count' } }, { 'Fn::If': ['C', {}, {}] }],
      MaxCapacity: { 'Fn::GetAtt': ['A', 'B'] },
    };
    expect(unresolvedFields('R', properties).map(({ path, names }) => [path, names])).toEqual([
      ['ProductionVariants.0.InitialInstanceCount', ['Count']],
      ['ProductionVariants.1', []],
      ['MaxCapacity', ['A.B']],
    ]);
  });

  test('of a choice hang on its condition, and on nothing of what is chosen', () => {
    const properties = { MaxCapacity: { 'Fn::If': ['C', { Ref: 'A' }, 2] } };
    expect(unresolvedFields('R', properties, (condition) => [`P of ${condition}`])[0].names).toEqual(['P of C']);
  });

  test('are not those that a user has named alike', () => {
    expect(unresolvedFields('R', { Environment: { Period: { Ref: 'P' } }, Tags: [{ Threshold: { Ref: 'T' } }] })).toEqual([]);
  });
});

test('what has to be a number and is none is found wherever it stands', () => {
  const properties = {
    MinCapacity: '2',
    MaxCapacity: 'two',
    Steps: { StepAdjustments: [{ ScalingAdjustment: true }, { ScalingAdjustment: 2 }] },
    Threshold: { Ref: 'T' },
    Period: '{{resolve:ssm:/p}}',
    EvaluationPeriods: ' ',
    Statistic: 'Sum',
  };
  expect(wrongNumbers('R', properties)).toEqual([
    { logicalId: 'R', path: 'MaxCapacity', value: 'two' },
    { logicalId: 'R', path: 'Steps.StepAdjustments.0.ScalingAdjustment', value: true },
    { logicalId: 'R', path: 'EvaluationPeriods', value: ' ' },
  ]);
});
