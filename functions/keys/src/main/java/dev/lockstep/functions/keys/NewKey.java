package dev.lockstep.functions.keys;

import dev.lockstep.adapters.http.HttpRequest;
import dev.lockstep.engine.definition.Faults;
import dev.lockstep.engine.definition.Fields;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The API key that a call asks for. */
record NewKey(String name, Set<String> roles, Optional<Instant> expiresAt) {
    private static final Pattern ROLE = Pattern.compile("[A-Za-z0-9_.-]{1,128}");
    private static final int MOST_ROLES = 50;
    /** RFC 3339, in which times are answered, has no later one. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    static NewKey read(HttpRequest request, Instant now) {
        return request.fields((body, faults) -> {
            body.require("name");
            String name = body.text("name", 256).orElse("");
            Set<String> roles = roles(body, faults);
            Optional<Instant> expiresAt = body.text("expires_at", 64).flatMap(text -> instant(text, faults));
            if (expiresAt.isPresent() && !expiresAt.get().isAfter(now)) {
                faults.add("expires_at", "is in the past");
            }
            return new NewKey(name, roles, expiresAt);
        });
    }

    private static Set<String> roles(Fields body, Faults faults) {
        body.require("roles");
        List<String> roles = body.texts("roles").orElse(List.of("admin"));
        if (roles.isEmpty() || roles.size() > MOST_ROLES) {
            faults.add("roles", "must name 1 to " + MOST_ROLES + " roles");
        }
        for (int i = 0; i < roles.size(); i++) {
            if (!ROLE.matcher(roles.get(i)).matches()) {
                faults.add("roles[" + i + "]", "a role is 1 to 128 of the characters A-Z a-z 0-9 _ . -");
            }
        }
        return new LinkedHashSet<>(roles);
    }

    private static Optional<Instant> instant(String text, Faults faults) {
        try {
            Instant at = OffsetDateTime.parse(text).toInstant();
            if (at.isAfter(LATEST)) {
                faults.add("expires_at", "must be before the year 10000, or left out for a key that does not expire");
            }
            return Optional.of(at);
        } catch (DateTimeParseException e) {
            faults.add("expires_at", "must be a time as in 2027-01-31T00:00:00Z");
            return Optional.empty();
        }
    }
}
