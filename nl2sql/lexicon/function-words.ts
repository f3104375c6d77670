import type { Role } from './senses.ts';

/** English that structures a question. Phrases are listed by the work they do; plural and singular meet. */
/** Phrases apart by bars, so that a line holds many. */
const list = (text: string): readonly string[] => text.split('|').map((phrase) => phrase.trim());

export const functionWords: Readonly<Record<Role, readonly string[]>> = {
  ask: list(`
    show | show me | list | list out | give | give me | get | get me | find | find me | display | tell |
    tell me | return | fetch | identify | retrieve | see | view | provide | print | pull | pull up |
    enumerate | want | need | know | check | search | look up | lookup | look for | select | report |
    monitor | review | create | generate | produce | make | present | interested | help | curious |
    wondering | let us see | discover | determine | query | compute | calculate | count up | summarize |
    summarise | break down | explain
  `),
  filler: list(`
    me | us | please | pls | plz | could | can | you | would | like | i | we | am | will | the | a | an | any | some |
    aws | amazon | cloud | there | here | now | currently | right now | at the moment | at present |
    existing | current | ok | okay | hey | hi | hello | thanks | thank | just | so | that | this | then |
    also | actually | really | exactly | organization | organisation | org | company | business | overall |
    overview | summary | complete | full | entire | whole | sort of | kind of | kinds of | type of |
    types of | kind | various | quick | quickly | breakdown | info | information | data | record | one |
    ones | such | who | able | let | anywhere | everywhere | installed | available to us |
    deployed | configured | set up | set | hosted | located | living | residing | defined | known |
    recorded | registered | allocated | yet | still | already | ever | at all | around | out | up | it |
    as | if | possible | per our record | table of | list of | set of | in total | altogether |
    in use by us | across the board | org wide | organization wide | fleet | estate | inventory of |
    all of | each of | running in our account | own | owned by us | belonging to us | present | question |
    answer | instead | again | too | as well | go | going | get back | back | mean | happen to |
    per se | well | right | both | either | sure | made | look like | look | looked | looked like | service |
    across aws | in aws | on aws | somewhere | total number | no wait | wait no | no sorry | oops | sorry |
    scratch that | are left | left over | remaining | remain | any spelling | in any spelling | whatever spelling |
    whatever the spelling | whatever its spelling | however spelled | however it is spelled | however it is spelt |
    whatever way it is spelled | regardless of spelling | regardless of the spelling | in whatever spelling |
    with any spelling
  `),
  possessive: list('my | our | your | ours | mine'),
  all: list('all | every | each'),
  question: list('which | what | what kind of | which kind of'),
  who: list('who'),
  whose: list('whose'),
  where: list('where'),
  when: list('when'),
  why: list('why'),
  how: list('how'),
  how_many: list(`
    how many | number of | count | count of | count the number of | total number of | total count |
    how many total | tally | cnt | cnt of | quantity of | how many different | the number | how often | how often is each used | how often is each of them used |
    how often each is used | how often they are used | how often are they used | how often each occurs
  `),
  how_much: list('how much'),
  be: list(`
    is | are | was | were | be | been | being | do | does | did | had | have been | has been | come | came |
    get | got | become | sit | live
  `),
  use: list('use | using | uses | run | operate | own | hold | see'),
  in: list(`
    in | on | at | from | within | inside | across | under | throughout | in the | into | over | through
  `),
  of: list('of'),
  for: list('for | about | regarding | concerning'),
  to: list('to'),
  with: list(`
    with | having | have | has | contain | containing | that have | including | include | along with |
    together with | plus | where | whose | carrying | carry | has got | set to
  `),
  without: list(`
    without | with no | have no | has no | having no | lacking | lack | missing | do not have |
    does not have | not having | no | not have | that do not have | free of | with missing | are missing |
    is missing | have not got | without any | do not use | not using | do not have any | have not |
    did not have | not set
  `),
  not: list(`
    not | never | non | is not | are not | do not | does not | was not | were not | neither | nor |
    not yet | not being | have not been | has not been | un | no longer | are no | not in | not on
  `),
  except: list(`
    except | except for | excluding | other than | apart from | besides | outside | outside of | but not |
    exclude | and not | not counting | aside from | not in | not from | rather than | beyond | ignore |
    ignoring | leave out | leaving out | left out | skip | skipping | minus | leave aside | leaving aside | disregard |
    disregarding | not including | without counting | omit | omitting | drop
  `),
  and: list(`
    and | & | as well as | but | and also | and then | while | plus | and which | and what
  `),
  or: list('or | and or | or else'),
  comma: list(', | / | ;'),
  group: list(`
    by | per | break it down by | break them down by | break that down by | break this down by | split it by | split them by | split that by |
    split this by | break it down per | group by | group it by | group them by | grouped by | grouped per | counted by | counted per | tallied by | tallied per |
    summed by | summed per | totalled by | totalled per | totaled by | totaled per | listed by | listed per | divided by |
    sorted into | separated by | partitioned by | count per | counts per | number per | numbers per | total per | totals per | amount per | itemized by | itemised by | categorised by |
    summarised by | broken out per | grouping by | broken down by | broken down per | break down by |
    broken out by | for each | for every | in each | in every | split by | breakdown by | breakdown per |
    breakdown of | across each | by each | each | distribution by | according to | split per |
    aggregated by | by the | segmented by | on a per | categorized by | summarized by |
    distribution across | on each
  `),
  order: list(`
    sorted by | sort by | order by | ordered by | ranked by | rank by | sort them by | order them by |
    sorted on | sort it by | sort | order | sorted | ordered | rank | ranked
  `),
  descending: list(`
    descending | desc | most first | highest first | largest first | biggest first | newest first | most recent first |
    decreasing | in descending order | from largest to smallest | from high to low | latest first | reverse
  `),
  ascending: list(`
    ascending | asc | lowest first | smallest first | oldest first | increasing | in ascending order |
    alphabetically | from low to high
  `),
  top: list('top | first'),
  bottom: list('bottom'),
  most: list(`
    most | the most | highest number of | largest number of | greatest number of | most number of |
    highest count of | most commonly | most common | commonest | commonly | most often | most frequently
  `),
  fewest: list('fewest | least | lowest number of | smallest number of | the least | the fewest'),
  largest: list('largest | biggest | highest | greatest | longest | widest'),
  smallest: list('smallest | lowest | shortest | tiniest | least large'),
  oldest: list(`
    oldest | earliest | longest running | longest lived | least recent | least recently created
  `),
  newest: list(`
    newest | latest | most recent | youngest | most recently created | most recently launched |
    most recently added
  `),
  sum: list(`
    sum | sum of | total | combined | aggregate | cumulative | add up | totals | total of | in sum
  `),
  average: list('average | avg | mean | average of | on average | typical'),
  minimum: list('minimum | min | minimum of'),
  maximum: list('maximum | max | maximum of | peak'),
  distinct: list('distinct | different | unique | various kinds of'),
  more: list(`
    more than | greater than | over | above | exceeding | exceed | larger than | bigger than | higher than |
    longer than | > | in excess of | beyond | upwards of | is more than | is greater than | greater
  `),
  at_least: list(`
    at least | >= | ≥ | no less than | not less than | minimum of | or more | or larger | or bigger | or greater | or higher |
    or longer | greater than or equal to |
    more than or equal to | no fewer than | a minimum of | starting from
  `),
  less: list(`
    less than | under | below | smaller than | fewer than | lower than | shorter than | < | beneath |
    is less than | not more than or equal to
  `),
  at_most: list(`
    at most | <= | ≤ | up to | no more than | not more than | maximum of | or less | or fewer | or smaller | or lower |
    or shorter | less than or equal to |
    a maximum of
  `),
  equal: list(`
    = | == | equal to | equals | equal | is exactly | exactly | set to | is set to | of exactly | matching |
    is equal to | of value | with value | with the value
  `),
  contains: list(`
    contains | containing | contain | like | that contain | matching | with | includes | including |
    that includes | has in it
  `),
  starts: list(`
    starting with | starts with | start with | beginning with | begins with | begin with | prefixed with |
    with prefix | with the prefix | that start with
  `),
  ends: list(`
    ending with | ends with | end with | ending in | ends in | end in | suffixed with | with suffix |
    with the suffix
  `),
  named: list(`
    named | called | with the name | by the name of | with name | whose name is | name is | with id |
    with the id | whose id is | with the arn | with arn | having the name | identified by | known as | id
  `),
  pronoun: list(`
    those | these | them | they | of those | of them | of these | the above | among them | among those |
    among these | from those | from these | from them | out of those | out of these | out of them |
    of the above | in that list | from that list | in this list | the same ones | that list | this list |
    those result | these result | the result | the previous | previous one | the last one | the same list |
    in there | which of these | which of those | which of them
  `),
  their: list('their | its | his | her'),
  details: list(`
    detail | describe | detail of | detail about | tell me about | tell me everything about |
    everything about | configuration of | config of | setting of | configuration | config | setting |
    property of | attribute of | information about | info about | info on | information on | full detail |
    full configuration | all the detail | detail you can | detail you can for | current state of | look at |
    show me everything about | full configuration detail | configuration detail | basic info |
    basic information | basic detail
  `),
  related: list(`
    attached to | associated with | related to | connected to | linked to | behind | used by | that use |
    using | use | depend on | dependent on | referencing | reference | referring to | refer to |
    protected by | in front of | part of | member of | contained in | inside | tied to | bound to |
    pointing to | point to | belonging to | belong to | in | attached | related | associated |
    placed in | launched in | sitting in | uses | served by | owned by | of | on | with | mounted on |
    relate to | connecting to | sharing | assigned to | from | for
  `),
  created: list(`
    created | launched | added | provisioned | built | started | spun up | new since | brought up |
    stood up | created on | introduced | appeared | been created | been launched | creation | set up since |
    running since | running for | running | existed for | been running for | been running | running longer |
    alive
  `),
  deleted: list(`
    deleted | removed | destroyed | terminated | decommissioned | disappeared | went away | gone |
    been deleted | been removed | deletion | removal | torn down | taken down | went missing | vanished |
    delete | get deleted
  `),
  changed: list(`
    changed | modified | updated | edited | altered | touched | reconfigured | been changed |
    been modified | been updated | last changed | last modified | change | get changed
  `),
  chart: list(`
    chart | bar chart | pie chart | line chart | graph | plot | visualize | visualise | chart of |
    bar chart of | as a chart | as a bar chart | as a pie chart | diagram | as a graph | line graph |
    bar graph | pie chart of | chart showing | chart them | histogram | histogram of | as chart | in a chart
  `),
  versus: list(`
    versus | vs | against | compared to | compared with | in comparison to | comparing | compare |
    difference
  `),
  what_about: list(`
    what about | how about | and what about | and how about | and for | and in | same for | the same for |
    now for | now in | ok and | and
  `),
  only: list(`
    only | just | just the | only the | only those | just those | restrict to | restricted to | limit to |
    limited to | filter to | filter by | filtered by | narrow down to | narrow to | keep | show only |
    filter | specifically | filter on | keep only
  `),
  same: list('same'),
  on: list(`
    enabled | turned on | switched on | on | active | configured | activated | set up | required |
    assigned | set | attached | in place
  `),
  off: list(`
    disabled | turned off | switched off | off | inactive | not configured | not enabled | not set |
    deactivated | not set up | not required | not turned on | not switched on | not active
  `),
  tagged: list(`
    tagged | tagged with | tagged as | with tag | with the tag | labelled | labeled | tagged by |
    having tag | having the tag | carrying the tag | have the tag | has the tag |
    with a tag | tagged for
  `),
  tag: list('tag | tag key | label | tag named | tag called | tag value'),
  value: list('value | a value of | values'),
  port: list(`
    port | tcp port | on port | udp port | port number | via port | over port | through port | for port |
    at port
  `),
  status: list('status | state | setting | or not'),
  percent: list(`
    percentage | percent of | percentage of | share of | proportion of | ratio of | fraction of |
    what percentage of | what percent of | what share of | what proportion of | pass rate | % of | what % of | what % |
    what percentage | what percent
  `),
  new: list(`
    new | newly created | recent | recently created | recently added | recently launched | newly launched |
    newly added | brand new
  `),
  exist: list('exist | exists | existed'),
};
