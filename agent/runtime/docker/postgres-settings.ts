/**
 * Of every server in a container. Durability is off, for what runs here can be made again; nothing runs in the
 * background that would wake an idle server, or be in the way of a database that is to be copied.
 */
const SETTINGS = {
  listen_addresses: "*",
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  wal_level: "minimal",
  max_wal_senders: "0",
  max_logical_replication_workers: "0",
  autovacuum: "off",
  jit: "off",
};

/** Many stand idle at once on one machine: little is set aside, and queries get what they ask for all the same. */
export const CLONE_SETTINGS = { ...SETTINGS, shared_buffers: "32MB", max_wal_size: "128MB", min_wal_size: "2MB" };

/** Filling writes much at once; what it leaves of the write-ahead log would go into every snapshot. */
export const FILL_SETTINGS = {
  ...SETTINGS,
  max_wal_size: "64MB",
  min_wal_size: "2MB",
  maintenance_work_mem: "256MB",
};
