using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using SotopiaPi;

namespace SotopiaPi.Docs;

/// <summary>What code on any page may use without declaring it. A page names what it uses in its text.</summary>
internal static class PageContext
{
    public static string[] args => [];

    public static IServiceCollection services => throw new NotSupportedException();

    public static IServiceProvider provider => throw new NotSupportedException();

    public static IChatClient expert => throw new NotSupportedException();

    public static IChatClient judge => throw new NotSupportedException();

    public static IChatClient agent => throw new NotSupportedException();

    public static SocialTask task => throw new NotSupportedException();

    public static Episode episode => throw new NotSupportedException();

    public static IEpisodeStore store => throw new NotSupportedException();

    public static PriceList prices => throw new NotSupportedException();

    public static CancellationToken cancellationToken => default;
}
