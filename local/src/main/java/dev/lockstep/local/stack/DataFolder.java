package dev.lockstep.local.stack;

import dev.lockstep.local.PlainError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Where data stays between two runs: the table's file and the admin key. One runtime at a time uses it. */
final class DataFolder implements AutoCloseable {
    private final Path folder;
    private final FileChannel lock;

    private DataFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Opens the folder, made where it is missing.
     *
     * @throws PlainError where another runtime uses it
     */
    static DataFolder open(Path path) {
        Path folder = path.toAbsolutePath().normalize();
        try {
            Files.createDirectories(folder, permissions("rwx------"));
            // The lock is the operating system's: it ends with the process, however that ends.
            FileChannel lock =
                    FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (!locked(lock)) {
                lock.close();
                throw new PlainError("Another Lockstep is running on " + folder
                        + ". Stop it, or give this one its own folder with --data, or --memory.");
            }
            return new DataFolder(folder, lock);
        } catch (IOException e) {
            throw new PlainError("The data folder " + folder + " cannot be used: " + e, e);
        }
    }

    private static boolean locked(FileChannel lock) throws IOException {
        try {
            return lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    Path database() {
        return folder.resolve("dynamodb.db");
    }

    /** Where it is kept how far a table's stream was read. */
    Path positions(String table) {
        return folder.resolve("stream-" + table + ".json");
    }

    /** The folder's admin key, made at its first use. */
    AdminKey adminKey() {
        Path file = folder.resolve("admin-key");
        try {
            if (Files.exists(file)) {
                return new AdminKey(Files.readString(file).strip());
            }
            AdminKey key = AdminKey.fresh();
            // Written beside and moved, so that a crash in between leaves no half a key.
            Path written = Files.createTempFile(folder, "admin-key", null, permissions("rw-------"));
            Files.writeString(written, key.text() + "\n");
            Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
            return key;
        } catch (IllegalArgumentException e) {
            throw new PlainError(file + " holds no admin key. Delete it, and the next start makes a new one.", e);
        } catch (IOException e) {
            throw new PlainError("The admin key " + file + " cannot be read or written: " + e, e);
        }
    }

    private static FileAttribute<?>[] permissions(String permissions) {
        Set<String> views = FileSystems.getDefault().supportedFileAttributeViews();
        if (!views.contains("posix")) {
            return new FileAttribute<?>[0];
        }
        return new FileAttribute<?>[] {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        };
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new IllegalStateException("the lock of " + folder + " cannot be released", e);
        }
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
