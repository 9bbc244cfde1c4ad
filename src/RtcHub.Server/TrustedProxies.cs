using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace RtcHub.Server;

/// <summary>
/// Whose <c>X-Forwarded-For</c> and <c>X-Forwarded-Proto</c> are believed: the addresses and networks (CIDR) in
/// <c>RtcHub:TrustedProxies</c>, by default nobody's. From anybody else a client could give itself any address.
/// </summary>
internal sealed class TrustedProxies(IConfiguration configuration) : IConfigureOptions<ForwardedHeadersOptions>
{
    public const string Setting = $"{RtcHubOptions.Section}:TrustedProxies";

    public void Configure(ForwardedHeadersOptions forwarded)
    {
        var entries = configuration.GetSection(Setting).Get<string[]>() ?? [];
        if (entries.Length == 0)
            return;

        forwarded.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
        forwarded.ForwardLimit = null; // back through the proxies to the first address that is none of theirs
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        var errors = new ValidateOptionsResultBuilder();
        for (var i = 0; i < entries.Length; i++)
        {
            if (IPAddress.TryParse(entries[i], out var address))
                forwarded.KnownProxies.Add(address);
            else if (System.Net.IPNetwork.TryParse(entries[i], out var network))
                forwarded.KnownIPNetworks.Add(network);
            else
                errors.AddError("must be an address or a network such as 10.1.0.0/16", $"{Setting}:{i}");
        }

        if (errors.Build() is { Failed: true } wrong)
            throw new OptionsValidationException(Setting, typeof(ForwardedHeadersOptions), wrong.Failures);
    }
}
