package dev.lockstep.local.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the project's own files are, from whichever module a test runs in. */
final class Project {
    private Project() {}

    static Path file(String name) {
        return root().resolve(name);
    }

    static Path template() {
        return file("template.yaml");
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("template.yaml"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("no template.yaml in any folder above");
            }
        }
        return folder;
    }
}
