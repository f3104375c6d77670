/**
 * Keys of what AWS Config, EventBridge, SNS, SQS and AWS Organizations write around configurations, in lower case: their
 * scalars say which record it is and are no secret. A record that is rejected keeps these; what stands under any other key goes.
 */
export const recordWords: ReadonlySet<string> = new Set(
  `account accountid annotation arn availabilityzone availibilityzone awsaccountid awsregion body bucket capturedat
  changetype compliancetype configruleid configrulearn configrulename configsnapshotid configurationitemcapturetime
  configurationitemmd5hash configurationitemstate configurationitemstatus configurationitemversion
  configurationstateid configurationstatemd5hash configrulenames configruleinvokedtime deliverychannelname detail detail-type
  email errorcode errormessage eventid eventname eventsource eventsourcearn eventtime eventversion executionrolearn
  fileversion id invokingevent joinedmethod joinedtimestamp key location message messageid messagetype name
  notificationcreationtime orderingtimestamp oupath recordversion region regions relationshipname requestid resourcecreationtime
  resourceid resourcename resources resourcetype resultrecordedtime s3bucket s3bucketlocation s3objectkey snapshotversion source
  state status subject targetresourceid targetresourcetype time timestamp topicarn type version`.split(/\s+/),
);

/** Keys that name a part of a record whose scalars are its elements. */
export const wrapperWords: ReadonlySet<string> = new Set(['body', 'detail', 'invokingevent', 'message']);
