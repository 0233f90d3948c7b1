import { envValue, inComment, yamlText } from './quote.ts'
import { publicAddress, type Values } from './settings.ts'
import type { TextFile } from './text-file.ts'

/** What Clara Train 4.0 is started with through Docker Compose. `triton`: models run in a second container. */
export function claraFiles(triton: boolean, values: Values): readonly TextFile[] {
  return [
    { name: 'docker-compose.yml', text: composeFile(triton, values), runs: false },
    { name: 'docker-compose.env', text: environmentFile(triton, values), runs: false },
  ]
}

function composeFile(triton: boolean, values: Values): string {
  return `# NVIDIA AIAA server (Clara Train 4.0${triton ? ', models in Triton' : ''}) for the OHIF viewer in XNAT.
# Browsers call it at ${inComment(publicAddress(values) ?? '')}
# The values behind \${…} come from docker-compose.env: start it with --env-file.
version: "3.8"

services:
${claraService(triton, values)}${triton ? `\n${tritonService(values)}` : ''}
# The name "aiaa" is how the services find each other; browsers never use it.
networks:
  aiaa:
`
}

const claraService = (triton: boolean, { image, gpus }: Values) => `  clara-train-sdk:
    image: ${yamlText(image)}
    command:
      - sh
      - -c
      - >-
        chmod 777 /workspace &&
        start_aiaa.sh --workspace /workspace
        ${triton ? CLARA_WITH_TRITON : '--engine AIAA'}
    ports:
      # Host port to container port. The viewer of every user calls the host port.
      - "\${AIAA_PORT}:5000"
    volumes:
      # Models and sessions live here and survive a restart.
      - "\${AIAA_WORKSPACE}:/workspace"
    networks:
      - aiaa
${triton ? '    depends_on:\n      - tritonserver\n' : ''}${LIMITS}${triton ? '' : gpuReservation(gpus)}`

const CLARA_WITH_TRITON = `--engine TRITON --triton_ip tritonserver
        --triton_proto \${TRITON_PROTO}
        --triton_start_timeout \${TRITON_START_TIMEOUT}
        --triton_model_timeout \${TRITON_MODEL_TIMEOUT}
        --triton_verbose \${TRITON_VERBOSE}`

const tritonService = ({ tritonImage, gpus }: Values) => `  tritonserver:
    image: ${yamlText(tritonImage)}
    command:
      - sh
      - -c
      - >-
        chmod 777 /triton_models &&
        /opt/tritonserver/bin/tritonserver --model-store /triton_models
        --model-control-mode="poll" --repository-poll-secs=5
        --log-verbose \${TRITON_VERBOSE}
    volumes:
      # Clara puts its models here, Triton finds them within 5 seconds.
      - "\${AIAA_WORKSPACE}/triton_models:/triton_models"
    networks:
      - aiaa
    restart: unless-stopped
${LIMITS}${gpuReservation(gpus)}`

const LIMITS = `    shm_size: 1gb
    ulimits:
      memlock: -1
      stack: 67108864
    logging:
      driver: json-file
`

/** All GPUs of the host, or those named by number or id. */
function gpuReservation(gpus: string): string {
  const ids = gpus.split(',').map((id) => yamlText(id))
  const which = gpus === 'all' ? 'count: all' : `device_ids: [${ids.join(', ')}]`
  return `    deploy:
      resources:
        reservations:
          devices:
            - driver: nvidia
              ${which}
              capabilities: [gpu]
`
}

function environmentFile(triton: boolean, values: Values): string {
  const { port, workspace, startTimeout, modelTimeout, protocol, verbose } = values
  const common = `# Host port of the AIAA server; 5000 inside the container.
AIAA_PORT=${envValue(port)}
# Folder on the host for models and sessions; the containers must be able to write to it.
AIAA_WORKSPACE=${envValue(workspace)}
`
  if (!triton) return common
  return `${common}# Seconds that Clara waits for Triton to start.
TRITON_START_TIMEOUT=${envValue(startTimeout)}
# Seconds that Clara waits for Triton to load a model.
TRITON_MODEL_TIMEOUT=${envValue(modelTimeout)}
# How Clara talks to Triton: grpc or http.
TRITON_PROTO=${envValue(protocol)}
# 1 writes every request to Triton's log.
TRITON_VERBOSE=${envValue(verbose)}
`
}
