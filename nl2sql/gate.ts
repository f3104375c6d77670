import {
  changeVerbs,
  changeVerbsBeforeObject,
  harmlessObjects,
  otherSubjects,
} from '#catalog/words/wishes.ts';
import type { SqlSchema } from '#sql/schema.ts';
import type { Translation } from './translator.ts';

/** Characters of a question; beyond it nobody has asked one question. */
export const LONGEST_QUESTION = 2000;

const EXAMPLES = [
  'Show me all EC2 instances in production',
  'How many unencrypted EBS volumes are there by account?',
  'Which security groups are open to the internet on port 22?',
  'What changed yesterday?',
];
export const exampleChoices = EXAMPLES.map((question) => ({ label: question, question }));

const INSTRUCTIONS =
  /\b(ignore|disregard|forget|override)\b.{0,40}\b(instruction|rule|prompt|polic(y|ies)|guideline|above|previous)s?\b|\bsystem prompt\b|\bjailbreak\b|\bdeveloper mode\b|\byou are now\b|\bpretend (to be|you)\b|\b(reveal|print|show|repeat) (me )?(your|the) (system )?(prompt|instructions|rules)\b/i;
const POLITE =
  /^(?:\s|please|pls|kindly|can|could|would|will|you|now|then|just|go ahead and|i(?:'d| would)? (?:want|need|like)(?: you)? to|i want|we (?:want|need|should|must|have)(?: to)?|let'?s|let us|help me(?: to)?|try to|ok(?:ay)?|hey|hi|and|also|,|!|quickly|immediately)+\b/i;
const GREETING =
  /^(hi|hello|hey|thanks|thank you|good (morning|afternoon|evening)|help|help me|what can you do|what can i ask|who are you|what are you|how does this work)[\s!.?,]*$/i;
/** Words of AWS beside which "recipe", "story" or "game" are part of a name. */
const NAMES_AWS = /\b(aws|ec2|s3|image ?builder|container recipe|image recipe|gamelift|resources?)\b/;
const DEFINITION =
  /^(what('s| is| are)|define|explain( to me)?( what)?)\s+(an?|the (meaning|definition|purpose) of( an?)?)\s+[a-z][a-z\s-]+(is|are|means?)?\s*\?*$/i;
const HOW_TO = /^how (do|can|should|would|to|might) (i|we|you|one|to)?\b(?!.*\bhow many\b)/i;

/** What can be said of a question by its form alone: nothing there, too long, SQL, a wish to change something, something else. Null: go on. */
export function gate(question: string, schema: SqlSchema): Translation | null {
  const trimmed = question.trim();
  if (!/[\p{L}\p{N}]/u.test(trimmed))
    return {
      kind: 'clarify',
      text: 'Nothing was asked. Ask about what your accounts hold, for example:',
      choices: exampleChoices,
    };
  if (trimmed.length > LONGEST_QUESTION) {
    return {
      kind: 'refuse',
      code: 'QUESTION_TOO_LONG',
      text: `That is ${trimmed.length.toLocaleString('en')} characters long; a question may have ${LONGEST_QUESTION.toLocaleString('en')}.`,
      hint: 'Ask one question in a sentence or two.',
    };
  }
  if (isSql(trimmed, schema))
    return {
      kind: 'sql',
      sql: trimmed,
      subject: null,
      assumptions: ['The question was SQL and is run as it is, checked like any other.'],
      followUps: [],
    };
  if (INSTRUCTIONS.test(trimmed)) {
    return {
      kind: 'refuse',
      code: 'NOT_A_QUESTION',
      text: 'I take questions about your AWS inventory, not instructions about how I work: there are none here that a question could change.',
      hint: 'Ask what exists, how it is configured, or what changed.',
    };
  }
  if (wantsChange(trimmed)) {
    return {
      kind: 'refuse',
      code: 'READ_ONLY',
      text: 'Stocktake only reads: it cannot create, change, tag, stop or delete anything.',
      hint: 'I can list what you mean, so that you can change it where you manage it.',
    };
  }
  if (GREETING.test(trimmed))
    return {
      kind: 'clarify',
      text: 'I answer questions about what your AWS accounts hold: which resources, how they are configured, who may reach them, what changed. For example:',
      choices: exampleChoices,
    };
  if (DEFINITION.test(trimmed))
    return {
      kind: 'refuse',
      code: 'OFF_TOPIC',
      text: 'I do not explain what AWS is made of: I answer questions about what your accounts hold.',
      hint: `For example: ${EXAMPLES[0]}`,
    };
  if (HOW_TO.test(trimmed))
    return {
      kind: 'refuse',
      code: 'OFF_TOPIC',
      text: 'I do not give instructions for AWS: I answer questions about what your accounts hold.',
      hint: `For example: ${EXAMPLES[0]}`,
    };
  const plain = trimmed.toLowerCase();
  if (!NAMES_AWS.test(plain) && otherSubjects.some((word) => new RegExp(`\\b${word}s?\\b`).test(plain)))
    return offTopic();
  return null;
}

export function offTopic(): Extract<Translation, { kind: 'refuse' }> {
  return {
    kind: 'refuse',
    code: 'OFF_TOPIC',
    text: 'That is not something I know about: I answer questions about your AWS accounts, what they hold and what changed.',
    hint: `For example: ${EXAMPLES.slice(0, 2).join(' · ')}`,
  };
}

const WRITING_SQL =
  /^(insert\s+into|update\s+\S+\s+set|delete\s+from|drop\s+(table|view|schema|database)|alter\s+(table|view)|create\s+(or\s+replace\s+)?(external\s+)?(table|view|schema|database|function)|truncate\s+(table\s+)?\w+|merge\s+into|grant\s+\w+\s+on|unload\s*\(|call\s+\w+\s*\(|show\s+(tables|columns|schemas|create)\b|describe\s+\w+\s*;?$|explain\s+(select|with|analyze)|msck\s+repair|use\s+\w+;?$|set\s+session)/i;

/** Typed SQL, good or hostile: the check decides about it, not the grammar. */
export function isSql(text: string, schema: SqlSchema): boolean {
  const bare = text.replace(/^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/|\()+/, '');
  if (WRITING_SQL.test(bare)) return true;
  if (/^with\s+("[^"]+"|\w+)\s*(\([^)]*\)\s*)?as\s*\(/i.test(bare)) return true;
  if (/^with\s+recursive\b/i.test(bare)) return true;
  if (/^values\s*\(/i.test(bare)) return true;
  if (!/^select\b/i.test(bare)) return false;
  const from = /\bfrom\s+"?([a-z_][\w.]*)"?/i.exec(bare)?.[1];
  if (from === undefined) return /^select\s+([\d'(*]|count\s*\(|\w+\s*\(|now\b|current_)/i.test(bare);
  return (
    schema.table(from.split('.').at(-1) ?? from) !== undefined ||
    /[*;()=<>]|,|--|\bwhere\b.*['=]|\blimit\s+\d/i.test(bare)
  );
}

const escaped = (words: readonly string[]): string =>
  [...words].sort((a, b) => b.length - a.length).join('|');
const VERB = new RegExp(`^(?:${escaped(changeVerbs)})\\b`, 'i');
const VERB_WITH_OBJECT = new RegExp(
  `^(?:${escaped(changeVerbsBeforeObject)})\\s+(?:all|the|my|our|these|those|this|that|every|each|any|it|them|a|an|up|port|access|new|\\S*-\\S*\\d\\S*|ec2|rds|instances?\\b|servers?\\b|buckets?\\b|volumes?\\b)`,
  'i',
);
const HARMLESS = new RegExp(
  `^\\w+(?:\\s+(?:me|us|a|an|the|new|quick|simple|nice|short|full|complete))*\\s+(?:\\w+\\s+)?(?:${escaped(harmlessObjects)})\\b`,
  'i',
);
const THEN_VERB = new RegExp(
  `\\b(?:and|then|,)\\s+(?:then\\s+|please\\s+|also\\s+)?(?:${escaped([...changeVerbs, ...changeVerbsBeforeObject])})\\s+(?:them|it|those|these|the|all|every|each|any)\\b`,
  'i',
);

/** A sentence that opens with a changing verb, or ends in one on "them". "Which roles can delete buckets" is a question. */
export function wantsChange(text: string): boolean {
  const isQuestion =
    /^(which|what|who|whose|where|when|why|how|is|are|do|does|did|has|have|was|were|show|list)\b/i.test(text);
  if (
    THEN_VERB.test(text) &&
    !/\b(what|which|who)\b[^,]*$/i.test(text.slice(0, text.search(THEN_VERB)).split(',').at(-1) ?? '')
  )
    return true;
  if (isQuestion) return false;
  const bare = text.replace(POLITE, '').trim();
  if (HARMLESS.test(bare)) return false;
  return VERB.test(bare) || VERB_WITH_OBJECT.test(bare);
}
