import { readNumber, readReference, readText } from '../../../lib/simulation/template/intrinsics';

describe('a text', () => {
  test.each<[string, unknown, string]>([
    ['a string', 'ml.g5.2xlarge', 'ml.g5.2xlarge'],
    ['a number', 4, '4'],
    ['zero', 0, '0'],
    ['a boolean', false, 'false'],
    ['nothing', undefined, ''],
    ['null', null, ''],
    ['an empty string', '', ''],
    ['a reference', { Ref: 'Endpoint' }, '${Endpoint}'],
    ['a pseudo parameter', { Ref: 'AWS::Region' }, '${AWS::Region}'],
    ['an attribute as a list', { 'Fn::GetAtt': ['Endpoint', 'EndpointName'] }, '${Endpoint.EndpointName}'],
    ['an attribute as a string', { 'Fn::GetAtt': 'Endpoint.EndpointName' }, '${Endpoint.EndpointName}'],
    ['an attribute named by a parameter', { 'Fn::GetAtt': ['Stack', { Ref: 'Output' }] }, '${Stack.${Output}}'],
    ['a join', { 'Fn::Join': ['/', ['endpoint', { Ref: 'Name' }, 'variant', 'A']] }, 'endpoint/${Name}/variant/A'],
    ['a join of nothing', { 'Fn::Join': ['/', []] }, ''],
    ['a join of a list that only CloudFormation knows', { 'Fn::Join': [',', { Ref: 'Subnets' }] }, '${Subnets}'],
    ['a join that CloudFormation would refuse', { 'Fn::Join': 'a' }, ''],
    [
      'a substitution',
      { 'Fn::Sub': 'endpoint/${Endpoint.EndpointName}/${AWS::Region}' },
      'endpoint/${Endpoint.EndpointName}/${AWS::Region}',
    ],
    [
      'a substitution with variables',
      { 'Fn::Sub': ['${Kind}/${Name}/${Other}', { Kind: 'endpoint', Name: { 'Fn::GetAtt': ['E', 'EndpointName'] } }] },
      'endpoint/${E.EndpointName}/${Other}',
    ],
    ['a substitution without the variables of its list', { 'Fn::Sub': ['${A}'] }, '${A}'],
    ['a substitution named as what every object has', { 'Fn::Sub': ['${toString}', {}] }, '${toString}'],
    ['a substitution with a literal', { 'Fn::Sub': ['${!A}-${A}', { A: 'a' }] }, '${A}-a'],
    [
      'functions in functions',
      { 'Fn::Join': ['', ['s3://', { 'Fn::Sub': ['${B}/x', { B: { 'Fn::Join': ['-', ['models', { Ref: 'AWS::AccountId' }]] } }] }]] },
      's3://models-${AWS::AccountId}/x',
    ],
    ['a selection', { 'Fn::Select': ['1', ['a', { Ref: 'B' }]] }, '${B}'],
    ['a selection of what is not there', { 'Fn::Select': [2, ['a', 'b']] }, '${{"Fn::Select":[2,["a","b"]]}}'],
    ['a part of what is known', { 'Fn::Select': [1, { 'Fn::Split': ['/', 'component/llama'] }] }, 'llama'],
    ['a part of what only CloudFormation knows', { 'Fn::Select': [1, { 'Fn::Split': ['/', { Ref: 'Llama' }] }] }, '${Llama}'],
    ['a split', { 'Fn::Split': ['/', 'a/b'] }, '${{"Fn::Split":["/","a/b"]}}'],
    ['a look-up', { 'Fn::FindInMap': ['Map', { Ref: 'AWS::Region' }, 'key'] }, '${{"Fn::FindInMap":["Map",{"Ref":"AWS::Region"},"key"]}}'],
    ['an import', { 'Fn::ImportValue': 'other' }, '${{"Fn::ImportValue":"other"}}'],
    ['a condition', { 'Fn::If': ['Prod', 'a', 'b'] }, '${{"Fn::If":["Prod","a","b"]}}'],
    ['a join with a look-up', { 'Fn::Join': ['.', [{ 'Fn::ImportValue': 'x' }, 'dkr']] }, '${{"Fn::ImportValue":"x"}}.dkr'],
    ['an object without anything', {}, '${{}}'],
    ['a list', ['a', 'b'], '${["a","b"]}'],
  ])('of %s', (_, value, text) => {
    expect(readText(value)).toBe(text);
  });
});

describe('a number', () => {
  test.each<[string, unknown, number | undefined]>([
    ['a number', 0.5, 0.5],
    ['zero', 0, 0],
    ['a string, as YAML templates often have it', '10', 10],
    ['a negative string', '-1', -1],
    ['zero in a string', '0', 0],
    ['no number', 'ten', undefined],
    ['an empty string', '', undefined],
    ['a blank', ' ', undefined],
    ['null', null, undefined],
    ['nothing', undefined, undefined],
    ['a boolean', true, undefined],
    ['what only CloudFormation knows', { Ref: 'Count' }, undefined],
    ['a list', [1], undefined],
    ['too large a number', '1e999', undefined],
  ])('of %s', (_, value, number) => {
    expect(readNumber(value)).toBe(number);
  });
});

describe('a reference', () => {
  test.each<[string, unknown, string | undefined]>([
    ['Ref', { Ref: 'Policy' }, 'Policy'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Policy', 'Arn'] }, 'Policy'],
    ['GetAtt as a string', { 'Fn::GetAtt': 'Policy.Arn' }, 'Policy'],
    ['Sub', { 'Fn::Sub': '${Policy}' }, 'Policy'],
    ['Sub with an attribute', { 'Fn::Sub': '${Policy.Arn}' }, 'Policy'],
    ['a name', 'Policy', undefined],
    ['an import', { 'Fn::ImportValue': 'Policy' }, undefined],
    ['a selection', { 'Fn::Select': [0, ['Policy']] }, undefined],
    ['a text that refers to something later on', { 'Fn::Sub': 'endpoint/${Policy}' }, undefined],
    ['nothing', undefined, undefined],
    ['null', null, undefined],
  ])('by %s', (_, value, logicalId) => {
    expect(readReference(value)).toBe(logicalId);
  });
});
