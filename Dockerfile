# The image contains only the program, .NET and ICU: no shell, no package manager, no root user.
FROM --platform=$BUILDPLATFORM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
WORKDIR /src

# Restore packages first: this layer stays cached while only the code changes.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY Adam.Domain/Adam.Domain.csproj Adam.Domain/packages.lock.json Adam.Domain/
COPY Adam.Data/Adam.Data.csproj Adam.Data/packages.lock.json Adam.Data/
COPY Adam.Desk/Adam.Desk.csproj Adam.Desk/packages.lock.json Adam.Desk/
COPY Adam.Api/Adam.Api.csproj Adam.Api/packages.lock.json Adam.Api/
RUN dotnet restore Adam.Api --locked-mode

COPY Adam.Domain/ Adam.Domain/
COPY Adam.Data/ Adam.Data/
COPY Adam.Desk/ Adam.Desk/
COPY Adam.Api/ Adam.Api/
COPY db/ db/
# The pages that the program serves below /docs.
COPY README.md CHANGELOG.md CONTRIBUTING.md SECURITY.md ./
COPY docs/ docs/
COPY clients/README.md clients/
# Packages contain native libraries for every system; keep those of Linux.
RUN dotnet publish Adam.Api --configuration Release --no-restore --output /app -p:UseAppHost=false \
    && find /app/runtimes -mindepth 1 -maxdepth 1 \
        ! -name 'linux-x64' ! -name 'linux-arm64' ! -name unix -exec rm -r {} + \
    && mkdir /data

# The tag "extra" has ICU, which folds names in every script.
FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled-extra
WORKDIR /app
COPY --from=build /app .
# Folder of the register with SQLite. A new volume inherits the owner from the image.
COPY --from=build --chown=$APP_UID:$APP_UID /data /data
ENV Adam__DataPath=/data/adam.db \
    ASPNETCORE_HTTP_PORTS=8080 \
    DOTNET_EnableDiagnostics=0
VOLUME /data
EXPOSE 8080
USER $APP_UID
HEALTHCHECK --interval=15s --timeout=10s --start-period=60s --retries=3 \
    CMD ["dotnet", "Adam.Api.dll", "health"]
ENTRYPOINT ["dotnet", "Adam.Api.dll"]
