using Microsoft.AspNetCore.Http;
using RtcHub.Topics;

namespace RtcHub.Management;

/// <summary>
/// The query parameter <c>topic</c> of every endpoint that has one: a name that can be no topic's is refused before its handler, and a
/// handler gets the canonical name.
/// </summary>
internal static class TopicParameter
{
    private const string Name = "topic";

    public static EndpointFilterDelegate Filter(EndpointFilterFactoryContext endpoint, EndpointFilterDelegate next)
    {
        var index = Array.FindIndex(endpoint.MethodInfo.GetParameters(), parameter => parameter.Name == Name);
        if (index < 0)
            return next;

        return context =>
        {
            if (context.GetArgument<string?>(index) is not { } given)
                return next(context); // not asked for, or missing, which the framework has refused
            if (!TopicName.TryNormalize(given, out var canonical))
                return ValueTask.FromResult<object?>(Problems.Of(SignalCode.InvalidTopic));
            context.Arguments[index] = canonical;
            return next(context);
        };
    }
}
