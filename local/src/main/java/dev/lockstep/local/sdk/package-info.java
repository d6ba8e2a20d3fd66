/** What the local runtime puts before clients of the AWS SDK. */
@NullMarked
package dev.lockstep.local.sdk;

import org.jspecify.annotations.NullMarked;
