export { type FilePurpose, type FileRecord, type FileUsage, MAX_FILE_NAME, type StoredBlob, storeKey } from "./file.ts";
export { registerFile } from "./register_file.ts";
export { loadFile, openFile } from "./open_file.ts";
export { removeFile } from "./remove_file.ts";
export { getFileUsage } from "./get_file_usage.ts";
