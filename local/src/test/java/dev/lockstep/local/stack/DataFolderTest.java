package dev.lockstep.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lockstep.local.PlainError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    private Path temporary;

    @Test
    void theAdminKeyStaysAndIsItsOwnersAlone() throws Exception {
        Path path = temporary.resolve("new");
        AdminKey key;
        try (DataFolder folder = DataFolder.open(path)) {
            key = folder.adminKey();
        }
        try (DataFolder folder = DataFolder.open(path)) {
            assertThat(folder.adminKey()).isEqualTo(key);
        }
        assertThat(key.text()).matches("lk_[A-Za-z0-9_-]{43}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path.resolve("admin-key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aKeyFileWithoutAKeyIsNamed() throws Exception {
        Files.writeString(temporary.resolve("admin-key"), "");
        try (DataFolder folder = DataFolder.open(temporary)) {
            assertThatThrownBy(folder::adminKey)
                    .isInstanceOf(PlainError.class)
                    .hasMessageContaining("admin-key holds no admin key");
        }
    }

    @Test
    void onlyOneRuntimeAtATimeUsesAFolder() {
        try (DataFolder first = DataFolder.open(temporary)) {
            assertThatThrownBy(() -> DataFolder.open(temporary))
                    .isInstanceOf(PlainError.class)
                    .hasMessageContaining("Another Lockstep is running on " + first);
        }
        DataFolder.open(temporary).close();
    }

    @Test
    void aKeysHashIsThatOfItsText() {
        AdminKey key = new AdminKey("lk_" + "A".repeat(43));

        assertThat(key.sha256()).isEqualTo("637352dd916ed388c365b881e91f0f18a5e9802ea40a3cb74361a613168cfaf9");
        assertThat(key.toString()).doesNotContain("AAAA");
    }
}
