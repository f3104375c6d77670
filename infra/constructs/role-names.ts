/** Fixed names: the hub's role and the members' roles name each other before the other exists. */
export const ORCHESTRATOR_ROLE_NAME = 'ChatSystemOrchestratorRole';
export const READ_ONLY_ROLE_NAME = 'ChatSystemReadOnlyRole';
