using System.Globalization;
using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace RtcHub.Server;

/// <summary>
/// Lets in who shows the key. An address that has shown ten wrong ones has to wait for its next attempts, which come back
/// one in six seconds, and is not looked at meanwhile, whatever it shows.
/// </summary>
internal sealed partial class ManagementAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILogger<ManagementAuthentication> logger,
    UrlEncoder encoder,
    ManagementKey key,
    ManagementAuthentication.Guesses guesses)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, NullLoggerFactory.Instance, encoder) // it would say that somebody showed no key, each time
{
    public const string Name = "ManagementKey";

    private const string Prefix = "Bearer ";
    private bool _isBarred;

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() => Task.FromResult(Authenticate());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        if (!key.IsSet)
            return RefuseAsync(StatusCodes.Status403Forbidden, $"The management API is off: set {ManagementOptions.Section}:{nameof(ManagementOptions.Key)}.");
        if (_isBarred)
        {
            Response.Headers.RetryAfter = Guesses.Pause.TotalSeconds.ToString("0", CultureInfo.InvariantCulture);
            return RefuseAsync(StatusCodes.Status429TooManyRequests, "Too many wrong keys.");
        }

        Response.Headers.WWWAuthenticate = Prefix.TrimEnd();
        return RefuseAsync(StatusCodes.Status401Unauthorized, "Show the management key: Authorization: Bearer KEY.");
    }

    private AuthenticateResult Authenticate()
    {
        if (Request.Headers[HeaderNames.Authorization] is not [{ } shown] || !shown.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) || !key.IsSet)
            return AuthenticateResult.NoResult();

        _isBarred = !guesses.MayTry(Context);
        if (_isBarred)
            return AuthenticateResult.Fail("Too many wrong keys.");
        if (!key.Is(shown[Prefix.Length..].Trim()))
        {
            guesses.Note(Context);
            if (!guesses.MayTry(Context))
                KeysGuessed();
            return AuthenticateResult.Fail("A wrong key.");
        }

        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(Name)), Name));
    }

    private Task RefuseAsync(int status, string detail) =>
        TypedResults.Problem(detail, statusCode: status).ExecuteAsync(Context);

    [LoggerMessage(3002, LogLevel.Warning, "Somebody has shown too many wrong keys at the management port.")]
    private partial void KeysGuessed();

    /// <summary>Counts wrong keys by address.</summary>
    internal sealed class Guesses : IDisposable
    {
        public static readonly TimeSpan Pause = TimeSpan.FromSeconds(6);
        private const int AtOnce = 10;

        private readonly PartitionedRateLimiter<HttpContext> _left = PartitionedRateLimiter.Create<HttpContext, IPAddress>(
            context => RateLimitPartition.GetTokenBucketLimiter(
                context.Connection.RemoteIpAddress ?? IPAddress.None,
                _ => new TokenBucketRateLimiterOptions { TokenLimit = AtOnce, TokensPerPeriod = 1, ReplenishmentPeriod = Pause }));

        /// <summary>Whether a wrong key would be looked at.</summary>
        public bool MayTry(HttpContext context)
        {
            using var lease = _left.AttemptAcquire(context, permitCount: 0);
            return lease.IsAcquired;
        }

        public void Note(HttpContext context) => _left.AttemptAcquire(context).Dispose();

        public void Dispose() => _left.Dispose();
    }
}
