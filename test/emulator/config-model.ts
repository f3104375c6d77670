import type { RecordedVersion } from '../contract/config-service.contract.ts';
import type { Answer, Operations } from './config-double.ts';

/** Versions a page: few, so that a handful of them is paged through. */
const PAGE = 2;

interface HistoryInput {
  readonly resourceType?: string;
  readonly resourceId?: string;
  readonly limit?: number;
  readonly earlierTime?: number;
  readonly laterTime?: number;
  readonly nextToken?: string;
}

/**
 * GetResourceConfigHistory over some versions, as its reference has it: newest first, spans compared in whole seconds with both
 * ends in them, pages, and an error for a resource that was never discovered.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_GetResourceConfigHistory.html
 */
export const historyOver =
  (versions: readonly RecordedVersion[]): Operations[string] =>
  (asked): Answer => {
    const { resourceType, resourceId, earlierTime, laterTime, nextToken = '0' } = asked as HistoryInput;
    const own = versions.filter(
      ({ item }) => item.resourceType === resourceType && item.resourceId === resourceId,
    );
    if (own.length === 0) return { error: 'ResourceNotDiscoveredException' };
    const second = ({ capturedAt }: RecordedVersion) => Math.floor(capturedAt.getTime() / 1000);
    const found = own
      .filter((version) => earlierTime === undefined || second(version) >= Math.floor(earlierTime))
      .filter((version) => laterTime === undefined || second(version) <= Math.floor(laterTime))
      .sort((left, right) => right.capturedAt.getTime() - left.capturedAt.getTime());
    const from = Number(nextToken);
    return {
      output: {
        configurationItems: found.slice(from, from + PAGE).map(({ capturedAt, item }) => ({
          ...item,
          configurationItemCaptureTime: capturedAt.getTime() / 1000,
        })),
        ...(from + PAGE < found.length ? { nextToken: `${from + PAGE}` } : {}),
      },
    };
  };
