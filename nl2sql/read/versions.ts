/** "12" is every 12.x and no 120; "1.3" is not 1.30. */
export const versionPatterns = (version: string): readonly string[] => {
  const plain = version.replaceAll(/[%_]/g, '');
  return [plain, `${plain}.%`];
};
