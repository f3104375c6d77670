import { z } from 'zod';
import { HUB_ACCOUNT, LANE_REGION } from '#test/emulator/deploy.ts';

const Listed = z.object({ Schedules: z.array(z.object({ Name: z.string(), GroupName: z.string() })) });
const Schedule = z.looseObject({
  ScheduleExpression: z.string(),
  CreationDate: z.number(),
  Target: z.object({ Arn: z.string() }),
});

/** Most seconds between two looks of the emulator at its schedules, and as many again for a machine that is busy. */
const NEXT_LOOK_S = 20;
/** The shortest rate that EventBridge Scheduler takes. */
const RATE_S = 60;

/**
 * The one schedule that the deployment made, as EventBridge Scheduler's REST API gives it: which function it starts,
 * and how often.
 */
export async function deployedSchedule(emulatorUrl: string) {
  const { Schedules } = Listed.parse(await call(emulatorUrl, 'GET', '/schedules'));
  const [found, ...others] = Schedules;
  if (found === undefined || others.length > 0) throw new Error(`${Schedules.length} schedules`);
  const path = `/schedules/${found.Name}?groupName=${found.GroupName}`;
  return { ...found, ...Schedule.parse(await call(emulatorUrl, 'GET', path)) };
}

/**
 * Lets the deployed schedule start its target once, by itself: its rate is a minute from now on, and it ends before that minute
 * has passed a second time. Everything else of it stays as it was deployed.
 */
export async function fireOnce(emulatorUrl: string): Promise<void> {
  const { Name, GroupName, CreationDate, ...rest } = await deployedSchedule(emulatorUrl);
  const dueAt = Math.max(Date.now() / 1000, CreationDate + RATE_S);
  await call(emulatorUrl, 'PUT', `/schedules/${Name}`, {
    ...rest,
    GroupName,
    ScheduleExpression: 'rate(1 minute)',
    EndDate: dueAt + NEXT_LOOK_S,
  });
}

/** The emulator takes account and service from the signature's scope, and reads no further. */
async function call(emulatorUrl: string, method: string, path: string, body?: unknown): Promise<unknown> {
  const scope = `${HUB_ACCOUNT}/20260101/${LANE_REGION}/scheduler/aws4_request`;
  const response = await fetch(`${emulatorUrl}${path}`, {
    method,
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`,
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
}
