namespace RtcHub.Server;

/// <summary>
/// What browsers are told with every response: the page runs and shows nothing but its own files, speaks to its own
/// server only, is in nobody's frame, and asks for camera, microphone and screen at most.
/// </summary>
internal static class SecurityHeaders
{
    private static readonly string ContentSecurityPolicy = string.Join("; ",
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'");

    private static readonly string PermissionsPolicy = string.Join(", ",
        "camera=(self)",
        "microphone=(self)",
        "display-capture=(self)",
        "accelerometer=()",
        "browsing-topics=()",
        "encrypted-media=()",
        "geolocation=()",
        "gyroscope=()",
        "hid=()",
        "idle-detection=()",
        "local-fonts=()",
        "magnetometer=()",
        "midi=()",
        "payment=()",
        "publickey-credentials-create=()",
        "publickey-credentials-get=()",
        "serial=()",
        "storage-access=()",
        "usb=()",
        "window-management=()",
        "xr-spatial-tracking=()");

    public static void UseSecurityHeaders(this WebApplication app)
    {
        app.UseHsts(); // over https only
        app.Use((context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers["Permissions-Policy"] = PermissionsPolicy;
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            headers.XContentTypeOptions = "nosniff";
            return next(context);
        });
    }
}
